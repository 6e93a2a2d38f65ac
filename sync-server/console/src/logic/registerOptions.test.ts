import { expect, test } from 'vitest'
import { delegatedPowers, namedPowers, stationClasses } from './registerOptions'

test('classes of stations stand with their words, and so do kinds of bodies', () => {
  const staffing = {
    station_classes: [{ id: 'class1', zh: '一类' }],
    station_class_of: { dev_zone: 'class1' },
    town_classes: ['A'],
  }
  expect(stationClasses(staffing, (kind, name) => `${kind}（${name}）`)).toEqual([
    { value: 'class1', label: '一类' },
    { value: 'dev_zone', label: 'dev_zone（一类）' },
  ])
  expect(stationClasses(undefined, (kind) => kind)).toEqual([])
})

test('a power stands once, by its name; papers of the pack follow', () => {
  const delegated = delegatedPowers([
    { power: 'fire_lane', zh: '占用通道处罚' },
    { power: 'fire_lane', zh: '另一镇' },
    { power: 'nameless', zh: '' },
    '后来的版本',
  ])
  expect(delegated).toEqual([
    { value: 'fire_lane', label: '占用通道处罚' },
    { value: 'nameless', label: 'nameless' },
  ])
  const act = (number: string, guards: string[]) => ({ from: [], event: 'issue', number, guards })
  const reference = {
    documents: { notice: { zh: '整改通知书', word: '改' }, stop_use: { zh: '责令停用决定书', word: '停' } },
    lifecycles: [
      {
        kind: 'stop_use',
        zh: '停用',
        states: [],
        events: [],
        rows: [act('notice', []), act('stop_use', ['power_held']), act('fire_lane', ['power_held'])],
      },
    ],
  }
  expect(namedPowers(delegated, reference)).toEqual([...delegated, { value: 'stop_use', label: '责令停用决定书' }])
})
