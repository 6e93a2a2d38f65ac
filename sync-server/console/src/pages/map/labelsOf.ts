import type { Grid } from '../../api/types'
import { boundsOf } from './outlines'

/** A grid's name and the box that it is written in the middle of, in degrees. */
export interface Label {
  id: string
  name: string
  level: Grid['level']
  west: number
  south: number
  east: number
  north: number
}

/** Where a place of the world stands on the screen, in pixels from its upper left corner. */
export type Project = (longitude: number, latitude: number) => { x: number; y: number }

/** A letter of a label, and its line, in pixels. */
const LETTER = 13
const LINE = 20
/** A grid that is narrower on the screen has no room for a name. */
const NARROWEST = 36

/** The labels of townships and villages that have a boundary, larger grids first. */
export function labelsOf(grids: Grid[]): Label[] {
  const labels = grids.flatMap((grid): Label[] => {
    const box = grid.level === 'small' ? undefined : boundsOf([grid])
    if (box === undefined) return []
    const [west, south, east, north] = box
    return [{ id: grid.id, name: grid.name, level: grid.level, west, south, east, north }]
  })
  const size = (one: Label): number => (one.east - one.west) * (one.north - one.south)
  return labels.sort((one, other) => size(other) - size(one) || (one.id < other.id ? -1 : 1))
}

/**
 * The labels that are seen now: names of villages that lie on the screen and are wide enough there, or those
 * of townships where no village is; never one over another. Every label is moved with every frame while
 * the map is dragged: of a county's hundreds that would be most of the work.
 */
export function shownLabels(labels: Label[], project: Project, width: number, height: number): Label[] {
  const villages = apart(labels.filter((one) => one.level === 'medium'), project, width, height)
  if (villages.length > 0) return villages
  return apart(labels.filter((one) => one.level === 'large'), project, width, height)
}

function apart(labels: Label[], project: Project, width: number, height: number): Label[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = []
  return labels.filter((one) => {
    const [from, to] = [project(one.west, one.south), project(one.east, one.north)]
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2]
    if (to.x - from.x < NARROWEST || x < 0 || x > width || y < 0 || y > height) return false
    const half = (one.name.length * LETTER) / 2
    const own = { left: x - half, right: x + half, top: y - LINE / 2, bottom: y + LINE / 2 }
    const meets = taken.some(
      (it) => own.left < it.right && it.left < own.right && own.top < it.bottom && it.top < own.bottom,
    )
    if (!meets) taken.push(own)
    return !meets
  })
}

/** The middle of a label's box. */
export function centerOf(label: Label): [number, number] {
  return [(label.west + label.east) / 2, (label.south + label.north) / 2]
}
