import { expect, test } from 'vitest'
import type { LifecycleRow } from '../api/reference'
import { DAYS, namedRecords, PHOTOS, stepNeeds, stepSaid, WITH } from './stepNeeds'

const row: LifecycleRow = { from: ['filed'], event: 'x.y' }
const deadlines = { task: { kind: 'days', days: 15, calendar: 'working' }, now: { kind: 'immediate' } }
const nothing = { people: 0, photos: 0, longest: undefined }

test('a step takes what its row asks for, and no more', () => {
  expect(stepNeeds(undefined, deadlines)).toEqual(nothing)
  expect(stepNeeds(row, deadlines)).toEqual(nothing)
  expect(stepNeeds({ ...row, asks: { people: 2, photos: 1 } }, deadlines)).toEqual({
    people: 2,
    photos: 1,
    longest: undefined,
  })
})

test('a deadline is stated where the table lets the author, within that of the pack', () => {
  const stated = { ...row, due: 'stated', deadline: 'task' }
  expect(stepNeeds(stated, deadlines).longest).toEqual({ days: 15, calendar: 'working' })
  expect(stepNeeds({ ...stated, due: 'policy' }, deadlines).longest).toBeUndefined()
  expect(stepNeeds({ ...stated, deadline: 'now' }, deadlines).longest).toBeUndefined()
  expect(stepNeeds({ ...stated, deadline: 'unknown' }, deadlines).longest).toBeUndefined()
})

test('what was entered is sent as the relay takes it, and nothing that was not asked for', () => {
  const entered = { text: '好', many: ['a', 'b'], empty: '', [DAYS]: 5, [WITH]: ['u'], [PHOTOS]: ['p', 'q'] }
  const fields = { text: '好', many: 'a,b' }
  expect(stepSaid(entered, nothing)).toEqual({ fields })
  const needs = { people: 2, photos: 1, longest: { days: 15, calendar: 'working' } }
  expect(stepSaid(entered, needs)).toEqual({
    fields,
    with: ['u'],
    photos: ['p', 'q'],
    due: { kind: 'days', days: 5, calendar: 'working' },
  })
  // Without a word the deadline is the pack's, and no list that is empty stands in an envelope.
  expect(stepSaid({ [DAYS]: null, [WITH]: [], [PHOTOS]: undefined }, needs)).toEqual({ fields: {} })
})

test('photos are of the records that a step or its case names, and only of those', () => {
  const hazard = '0199a5d0-7c3e-7a51-9d0b-5e6f708192a3'
  const fields = [
    { name: 'hazard', zh: '隐患', link: { kinds: ['rectification'] } },
    { name: 'text', zh: '内容' },
  ]
  expect(namedRecords(fields, { hazard, text: hazard }, { hazard: ` ${hazard} ` })).toEqual([hazard])
  expect(namedRecords(fields, { hazard: '车站路' }, {})).toEqual([])
})
