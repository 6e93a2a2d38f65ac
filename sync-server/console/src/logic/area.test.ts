import { expect, it } from 'vitest'
import { squareMetersText } from './area'

it('writes an area in square metres', () => {
  expect([39_492, 4_550, 12_000].map(squareMetersText)).toEqual(['394.92 m²', '45.5 m²', '120 m²'])
})
