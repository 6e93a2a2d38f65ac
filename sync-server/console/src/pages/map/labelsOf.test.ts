import { describe, expect, it } from 'vitest'
import type { Grid } from '../../api/types'
import { labelsOf, shownLabels } from './labelsOf'

/** A square grid; side and corner in millionths of a degree. */
function square(id: string, level: string, west: number, south: number, side: number): Grid {
  const boundary = [
    [west, south],
    [west + side, south],
    [west + side, south + side],
  ]
  return { id, name: `${id}村`, level, boundary } as unknown as Grid
}

/** A screen of 1,000 pixels, so many to a degree; north is up. */
const screen =
  (perDegree: number) =>
  (longitude: number, latitude: number): { x: number; y: number } => ({
    x: longitude * perDegree,
    y: 1_000 - latitude * perDegree,
  })

const names = (grids: Grid[], perDegree: number): string[] =>
  shownLabels(labelsOf(grids), screen(perDegree), 1_000, 1_000).map((one) => one.id)

describe('names of grids on the map', () => {
  const town = square('town', 'large', 0, 0, 1_000_000)
  const villages = [0, 1, 2, 3].map((at) => square(`v${String(at)}`, 'medium', at * 250_000, 0, 250_000))
  const small = square('s', 'small', 0, 500_000, 250_000)

  it('are those of villages where there is room, else those of townships', () => {
    expect(names([small, town, ...villages], 1_000)).toEqual(['v0', 'v1', 'v2', 'v3'])
    expect(names([town, ...villages], 100)).toEqual(['town'])
    expect(names([town, ...villages], 10)).toEqual([])
  })

  it('are those on the screen alone', () => {
    expect(names([town, ...villages], 1_800)).toEqual(['v0', 'v1'])
  })

  it('never lie over one another, and the larger grid has its name', () => {
    const over = square('w', 'medium', 10_000, 0, 240_000)
    expect(names([over, ...villages], 1_000)).toEqual(['v0', 'v1', 'v2', 'v3'])
    const county = Array.from({ length: 720 }, (_, at) => square(`x${String(at)}`, 'medium', at, at, 250_000))
    expect(names(county, 1_000)).toEqual(['x0'])
  })

  it('are none without a boundary', () => {
    expect(labelsOf([{ ...town, boundary: [] }])).toEqual([])
  })
})
