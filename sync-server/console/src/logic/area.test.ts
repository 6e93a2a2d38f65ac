import { expect, it } from 'vitest'
import { areaText, squareMetersText } from './area'

it('writes an area in square metres', () => {
  expect([39_492, 4_550, 12_000].map(squareMetersText)).toEqual(['394.92 m²', '45.5 m²', '120 m²'])
})

it('knows an area by its field, as a number and as the text of one', () => {
  const key = 'area_square_decimeters'
  expect([39_492, '39492', '0'].map((value) => areaText(key, value))).toEqual(['394.92 m²', '394.92 m²', '0 m²'])
  expect(['', '约300', null, true].map((value) => areaText(key, value))).toEqual([undefined, undefined, undefined, undefined])
  expect(areaText('floors', 3)).toBeUndefined()
})
