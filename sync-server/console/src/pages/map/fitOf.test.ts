import { describe, expect, it } from 'vitest'
import type { Grid } from '../../api/types'
import type { Feature } from './features'
import { fitOf } from './fitOf'

const grid = (boundary: number[][]): Grid => ({ id: 'g', boundary }) as unknown as Grid
const at = (coordinates: [number, number] | null): Feature =>
  ({ id: String(coordinates), geometry: coordinates === null ? null : { type: 'Point', coordinates } }) as Feature

describe('what the map shows first', () => {
  const points = [at([100.2, 25.1]), at(null), at([100.1, 25.3])]

  it('without boundaries the box around the premises', () => {
    expect(fitOf([grid([])], points, 'wgs84')).toEqual([100.1, 25.1, 100.2, 25.3])
  })

  it('with boundaries the box around the grids', () => {
    const drawn = [grid([[105_000_000, 29_000_000], [105_100_000, 29_000_000], [105_100_000, 29_200_000]])]
    expect(fitOf(drawn, points, 'wgs84')).toEqual([105, 29, 105.1, 29.2])
  })

  it('with nothing nothing, and 100,000 premises are no matter', () => {
    expect(fitOf([], [at(null)], 'wgs84')).toBeUndefined()
    const many = Array.from({ length: 100_000 }, (_, index) => at([100 + index / 1e6, 25]))
    expect(fitOf([], many, 'wgs84')).toEqual([100, 25, 100.099999, 25])
  })
})
