import { expect, it } from 'vitest'
import { editedText } from './editedText'

const words = { nothing: '（空）', yes: '是', no: '否', word: (group: string, code: string) => `${group}:${code}` }

it('says an area in square metres, as the rest of the page does', () => {
  expect(editedText('area_square_decimeters', '39492', words)).toBe('394.92 m²')
  expect(editedText('area_square_decimeters', '', words)).toBe('（空）')
})

it('says flags and codes in words, and other numbers as they stand', () => {
  expect(editedText('self_built', 'true', words)).toBe('是')
  expect(editedText('self_built', 'false', words)).toBe('否')
  expect(editedText('structure', 'brick_wood', words)).toBe('structure:brick_wood')
  expect(editedText('floors', '3', words)).toBe('floors:3')
})
