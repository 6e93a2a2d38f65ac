import { expect, it } from 'vitest'
import { differences } from './difference'

it('names each value that differs, entries of lists by their name', () => {
  const before = { a: 1, list: [{ id: 'x', n: 1 }, { id: 'y', n: 2 }], plain: [1, 2] }
  const after = { a: 1, list: [{ id: 'y', n: 3 }, { id: 'x', n: 1 }], plain: [1], new: true }
  expect(differences(before, after)).toEqual([
    { path: 'list[y].n', before: '2', after: '3' },
    { path: 'plain[2]', before: '2', after: '—' },
    { path: 'new', before: '—', after: 'true' },
  ])
  expect(differences(before, structuredClone(before))).toEqual([])
})
