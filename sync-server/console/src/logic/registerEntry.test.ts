import { expect, test } from 'vitest'
import type { EntryField } from '../api/registerForm'
import { registerEntry, registerKey } from './registerEntry'

const field = (name: string, kind: string, more: Partial<EntryField> = {}): EntryField => ({
  name,
  zh: name,
  en: name,
  kind,
  ...more,
})

test('an entry has the types of its register; what was left empty is left out', () => {
  const fields = [
    field('name', 'text'),
    field('note', 'text', { optional: true }),
    field('grids', 'grids'),
    field('holders', 'people'),
    field('words', 'names', { optional: true }),
    field('months', 'counts', { optional: true }),
    field('cases', 'count'),
    field('passed', 'flag'),
    field('done', 'flag', { optional: true }),
    field('targets', 'rows', { optional: true, fields: [field('grid', 'grid'), field('premises', 'count')] }),
  ]
  const entered = {
    name: ' 专项行动 ',
    note: ' ',
    grids: ['g'],
    months: ['1', ' 2', 'x'],
    cases: 3,
    targets: [{ grid: 'g', premises: 5, stray: 1 }],
  }
  expect(registerEntry(fields, entered)).toEqual({
    name: '专项行动',
    grids: ['g'],
    holders: [],
    months: [1, 2],
    cases: 3,
    passed: false,
    targets: [{ grid: 'g', premises: 5 }],
  })
})

test('a part that may be left out is, if nothing of it was entered', () => {
  const parts = [field('code', 'text'), field('roles', 'codes'), field('on', 'flag')]
  const optional = [field('item', 'group', { optional: true, fields: parts })]
  expect(registerEntry(optional, { item: { code: '', roles: [] } })).toEqual({})
  expect(registerEntry(optional, { item: { code: 'a' } })).toEqual({ item: { code: 'a', roles: [], on: false } })
  const needed = [field('limits', 'group', { fields: [field('photos', 'count')] })]
  expect(registerEntry(needed, {})).toEqual({ limits: {} })
})

test('a key follows from the entry, the first day, or its register; or is free', () => {
  expect(registerKey([], {}, '2026-09-08')).toBeUndefined()
  expect(registerKey(['=default'], {}, '2026-09-08')).toBe('default')
  expect(registerKey(['area', '@from', 'shift'], { area: 'g', shift: '白班' }, '2026-09-08')).toBe('g/2026-09-08/白班')
  expect(registerKey(['year', 'township'], { year: 2026 }, '2026-09-08')).toBe('2026')
})
