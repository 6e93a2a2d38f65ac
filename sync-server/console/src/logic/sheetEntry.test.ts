import { expect, test } from 'vitest'
import type { SheetField } from '../api/sheets'
import { sheetEntry, sheetKey } from './sheetEntry'

const field = (name: string, kind: string, optional = false): SheetField => ({ name, zh: name, kind, optional })

test('an entry has the types of its sheet, and its days in order', () => {
  const fields = [
    field('title', 'text'),
    field('members', 'count'),
    field('lift', 'flag'),
    field('lanes', 'names'),
    field('milestones', 'dates'),
  ]
  const entered = {
    title: ' 演练 ',
    members: 12,
    lift: true,
    lanes: ['东巷', ' '],
    milestones: ['2026-10-01', '2026-09-01'],
  }
  expect(sheetEntry(fields, entered)).toEqual({
    title: '演练',
    members: 12,
    lift: true,
    lanes: ['东巷'],
    milestones: ['2026-09-01', '2026-10-01'],
  })
})

test('what was left empty is left out, but for what must be said', () => {
  const fields = [
    field('note', 'text', true),
    field('attended', 'count', true),
    field('standards', 'codes', true),
    field('areas', 'grids'),
    field('camera', 'flag'),
  ]
  expect(sheetEntry(fields, { note: '', attended: null })).toEqual({ areas: [], camera: false })
  expect(sheetEntry(fields, { stray: 1 })).toEqual({ areas: [], camera: false })
})

test('the key follows from the entry', () => {
  expect(sheetKey(['year', 'leader', 'title'], { year: 2026, leader: 'u1', title: '督导', note: 'x' })).toBe('2026/u1/督导')
  expect(sheetKey(['area'], {})).toBe('')
})
