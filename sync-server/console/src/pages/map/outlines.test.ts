import { describe, expect, it } from 'vitest'
import type { Grid } from '../../api/types'
import { boundsOf, outlinesOf, placedOn } from './outlines'

const grid = (id: string, boundary: number[][]): Grid => ({ id, name: `第${id}网格`, level: 'small', boundary }) as unknown as Grid

const SQUARE = grid('1', [
  [105_900_000, 29_100_000],
  [105_920_000, 29_100_000],
  [105_920_000, 29_140_000],
  [105_900_000, 29_140_000],
])
const NOWHERE = grid('2', [])

describe('outlines of grids', () => {
  it('are closed rings in degrees, tinted by what is known of their coverage', () => {
    const [known] = outlinesOf([SQUARE, NOWHERE], { '1': 8_000 })
    expect(known?.geometry.coordinates[0]).toEqual([
      [105.9, 29.1],
      [105.92, 29.1],
      [105.92, 29.14],
      [105.9, 29.14],
      [105.9, 29.1],
    ])
    expect(known?.properties).toEqual({ id: '1', name: '第1网格', level: 'small', coverage: 8_000 })
    // Of nothing to cover there is no rate: it is neither full nor empty.
    expect(outlinesOf([SQUARE], { '1': null })[0]?.properties.coverage).toBe(-1)
    expect(outlinesOf([SQUARE], {})[0]?.properties.coverage).toBe(-1)
  })

  it('are of grids that have a boundary alone', () => {
    expect(outlinesOf([SQUARE, NOWHERE], {}).map((one) => one.properties.id)).toEqual(['1'])
    expect(boundsOf([NOWHERE])).toBeUndefined()
    expect(boundsOf([NOWHERE, SQUARE])).toEqual([105.9, 29.1, 105.92, 29.14])
    // More corners than a call takes as arguments.
    expect(boundsOf(Array.from({ length: 200_000 }, () => SQUARE))).toEqual([105.9, 29.1, 105.92, 29.14])
  })

  it('lie where the base map draws them, and are stored as they were', () => {
    const grids = [SQUARE]
    expect(placedOn('wgs84', grids)).toBe(grids)
    expect(placedOn('cgcs2000', grids)).toBe(grids)
    for (const coordinates of ['gcj02', 'bd09'] as const) {
      const [moved] = placedOn(coordinates, grids)
      const [x = 0, y = 0] = moved?.boundary[0] ?? []
      // Some hundred metres, and BD-09 some more.
      expect(Math.hypot(x - 105_900_000, y - 29_100_000)).toBeGreaterThan(1_000)
      expect(Math.hypot(x - 105_900_000, y - 29_100_000)).toBeLessThan(20_000)
      expect([Number.isInteger(x), Number.isInteger(y)]).toEqual([true, true])
    }
    expect(SQUARE.boundary[0]).toEqual([105_900_000, 29_100_000])
  })
})
