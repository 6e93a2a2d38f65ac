import { expect, test } from 'vitest'
import type { RecordCard } from '../api/types'
import { ACTION_FORMS, openHazards, responsibleOf } from './forms'

const known = { unit: '王家出租房', leader: '吕平', person: '王房东', phone: '138****5678' }
const entered = { unit: '王家出租房', leader: '吕平（站长）', person: '王房东', phone: '' }

test('the number of the same person stays on file as it is shown, and of somebody else it does not', () => {
  expect(responsibleOf(entered, { responsible: known })).toEqual({ ...entered, phone: '138****5678' })
  const other = { ...entered, person: '李房东' }
  expect(responsibleOf(other, { responsible: known })).toEqual(other)
  const fresh = { ...entered, phone: '13900000001' }
  expect(responsibleOf(fresh, { responsible: known })).toEqual(fresh)
  expect(responsibleOf(entered, { responsible: null })).toEqual(entered)
})

test('open hazards of a premises are named, and neither its visits nor what has ended', () => {
  const one = (kind: string, status: string) => ({ id: status, kind, status }) as RecordCard['related'][number]
  const related = [
    one('rectification', 'served'),
    one('rectification', 'overdue'),
    one('rectification', 'closed'),
    one('rectification', 'voided'),
    one('inspection', 'submitted'),
  ]
  expect(openHazards({ related }).map((it) => it.id)).toEqual(['served', 'overdue'])
  const build = (status: string) =>
    ACTION_FORMS['premises_status']?.build({ status, reason: '整体拆除' }, { related } as RecordCard)
  expect(build('demolished')).toEqual({
    premises_status: { status: 'demolished', reason: '整体拆除', open_hazards: ['served', 'overdue'] },
  })
  expect(build('active')).toEqual({ premises_status: { status: 'active', reason: '整体拆除' } })
})
