import type { Grid } from '../../api/types'
import { onBaseMap, type Coordinates } from '../../logic/coordinates'

/** An outline of a grid with what colors it. */
export interface Outline {
  type: 'Feature'
  geometry: { type: 'Polygon'; coordinates: [number, number][][] }
  properties: { id: string; name: string; level: string; coverage: number }
}

function degrees(point: readonly number[]): [number, number] {
  return [(point[0] ?? 0) / 1e6, (point[1] ?? 0) / 1e6]
}

/** The grids that have a boundary, as closed rings in degrees; -1: no coverage is known. */
export function outlinesOf(grids: Grid[], coverage: Record<string, number | null>): Outline[] {
  return grids
    .filter((grid) => grid.boundary.length >= 3)
    .map((grid) => {
      const ring = grid.boundary.map(degrees)
      const first = ring[0]
      const closed = first === undefined ? ring : [...ring, first]
      return {
        type: 'Feature',
        geometry: { type: 'Polygon', coordinates: [closed] },
        properties: {
          id: grid.id,
          name: grid.name,
          level: grid.level,
          coverage: coverage[grid.id] ?? -1,
        },
      }
    })
}

/** The box around all grids: west, south, east, north. */
export function boundsOf(grids: Grid[]): [number, number, number, number] | undefined {
  let box: [number, number, number, number] | undefined
  // One by one: a county's corners are more than a call takes as arguments.
  for (const grid of grids) {
    for (const [x, y] of grid.boundary.map(degrees)) {
      box ??= [x, y, x, y]
      box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]
    }
  }
  return box
}

/** The grids with their boundaries as they lie on a base map of these coordinates. */
export function placedOn(coordinates: Coordinates, grids: Grid[]): Grid[] {
  if (coordinates === 'wgs84' || coordinates === 'cgcs2000') return grids
  const place = (point: readonly number[]): [number, number] => {
    const [x, y] = onBaseMap(coordinates, degrees(point))
    return [Math.round(x * 1e6), Math.round(y * 1e6)]
  }
  return grids.map((grid) => ({ ...grid, boundary: grid.boundary.map(place) }))
}
