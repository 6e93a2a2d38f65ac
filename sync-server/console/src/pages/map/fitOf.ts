import type { Grid } from '../../api/types'
import { onBaseMap, type Coordinates } from '../../logic/coordinates'
import type { Feature } from './features'
import { boundsOf } from './outlines'

/** What the map shows first: west, south, east, north. */
export type Bounds = [number, number, number, number]

/**
 * The box around all grids as they are drawn, or, where none has a boundary, around the premises. A
 * township that has drawn no grids yet must not look at somebody else's hills.
 */
export function fitOf(drawn: Grid[], features: Feature[], coordinates: Coordinates): Bounds | undefined {
  const grids = boundsOf(drawn)
  if (grids !== undefined) return grids
  const points = features.flatMap((one) => (one.geometry === null ? [] : [onBaseMap(coordinates, one.geometry.coordinates)]))
  if (points.length === 0) return undefined
  const [xs, ys] = [points.map((it) => it[0]), points.map((it) => it[1])]
  const least = (list: number[]): number => list.reduce((a, b) => Math.min(a, b))
  const most = (list: number[]): number => list.reduce((a, b) => Math.max(a, b))
  return [least(xs), least(ys), most(xs), most(ys)]
}
