import { expect, test } from 'vitest'
import { stepChoices, type ChoiceSource } from './stepChoices'

const from: ChoiceSource = {
  lists: {
    departments: [
      { code: 'PSB', zh: '公安', en: 'Police' },
      { code: 'FRD', zh: '消防', en: 'Fire' },
    ],
    issuers: [{ code: 'brigade', zh: '消防救援大队' }],
  },
  versions: { minor_breaches: '2026.1' },
  issuers: [{ value: 'station', label: '消防站' }],
  held: { departments: 'FRD, XYZ' },
  language: 'zh',
}
const field = { name: 'x', zh: '字段' }

test('a coded field offers its list in Chinese, a body only if one may speak for it', () => {
  expect(stepChoices({ ...field, list: 'departments' }, from)).toEqual([
    { value: 'PSB', label: '公安' },
    { value: 'FRD', label: '消防' },
  ])
  expect(stepChoices({ ...field, list: 'issuers' }, from)).toEqual([{ value: 'station', label: '消防站' }])
})

test('a field among those of the case offers no others, and all while the case holds none', () => {
  const among = { ...field, among: 'departments' }
  expect(stepChoices(among, from)).toEqual([{ value: 'FRD', label: '消防' }])
  expect(stepChoices(among, { ...from, held: {} })).toHaveLength(2)
})

test('the version of a list is the one in force; a field of words offers nothing', () => {
  expect(stepChoices({ ...field, version_of: 'minor_breaches' }, from)).toEqual([{ value: '2026.1', label: '2026.1' }])
  expect(stepChoices(field, from)).toEqual([])
})
