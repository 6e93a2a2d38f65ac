import { analysisOf, figureOf, hazardRows, twoYears, type HazardRows } from '../../api/breakdown'
import type { Grid } from '../../api/types'
import { breakdown, type BreakdownLine, type Place } from '../../logic/breakdown'
import { townshipsOf } from '../../logic/county'
import { periodBefore, type Period } from '../../logic/period'

/** What is broken down: two figures of the period, and what stands open now. */
export const MEASURES = ['open', 'timely_close', 'recheck'] as const
/** One of {@link MEASURES}. */
export type Measure = (typeof MEASURES)[number]
/** By what it may be broken down. */
export const GROUPINGS = ['township', 'village', 'grid', 'category', 'heading', 'severity', 'worker', 'period'] as const
/** One of {@link GROUPINGS}. */
export type Grouping = (typeof GROUPINGS)[number]

/** So many periods stand beside each other. */
const PERIODS_SHOWN = 6

type Places = (id: string) => Place | undefined

/** The lines; none if there is more than can be read row by row. */
export async function breakdownOf(
  period: Period,
  measure: Measure,
  by: Grouping,
  grids: Grid[],
): Promise<BreakdownLine[] | undefined> {
  const open = measure === 'open' ? await hazardRows(period.grid, true) : undefined
  if (open?.isWhole === false) return undefined
  if (by === 'period') return byPeriod(period, measure, open)
  const { met, unmet } =
    open === undefined
      ? await figureOf(period, measure)
      : { met: open.rows.map((row) => row.id), unmet: [] }
  return breakdown(met, unmet, await placesBy(by, period, grids, open))
}

async function placesBy(by: Grouping, period: Period, grids: Grid[], open: HazardRows | undefined): Promise<Places> {
  if (by === 'severity' || by === 'worker') {
    const { rows } = open ?? (await hazardRows(period.grid, false))
    const said = new Map(rows.map((row) => [row.id, by === 'worker' ? row.author : row.category]))
    return (id) => named(said.get(id))
  }
  const isPlace = by === 'township' || by === 'village' || by === 'grid'
  const townshipOf = townshipsOf(grids)
  const above = (grid: Grid): Grid | undefined => {
    if (by === 'township') return townshipOf(grid.id)
    return by === 'village' && grid.level === 'small' ? grids.find((one) => one.id === grid.parent) : undefined
  }
  const ofGrid = (id: string | undefined): Place | undefined => {
    const grid = grids.find((one) => one.id === id)
    if (grid === undefined) return undefined
    const { id: key, name } = above(grid) ?? grid
    return { key, name }
  }
  if (open !== undefined && isPlace) {
    const where = new Map(open.rows.map((row) => [row.id, row.grid]))
    return (id) => ofGrid(where.get(id))
  }
  const places = new Map<string, Place>()
  for (const analysis of await twoYears(period)) {
    const lines = { category: analysis.by_category, heading: analysis.by_heading }[by as string] ?? analysis.by_grid
    for (const { key, name, hazards } of lines) for (const id of hazards) places.set(id, { key, name })
  }
  return (id) => (isPlace ? ofGrid(places.get(id)?.key) : places.get(id))
}

function named(name: string | undefined): Place | undefined {
  return name === undefined || name === '' ? undefined : { key: name, name }
}

/** The periods up to this one, the latest first; what is open stands in the one it was found in. */
async function byPeriod(period: Period, measure: Measure, open: HazardRows | undefined): Promise<BreakdownLine[]> {
  const periods = Array.from({ length: PERIODS_SHOWN }, (_, back) => (back === 0 ? period : periodBefore(period, back)))
  if (open === undefined) {
    const figures = await Promise.all(periods.map((one) => figureOf(one, measure)))
    return figures.map(({ name, met, unmet }) => ({ key: name, name, met, unmet }))
  }
  const found = new Map<string, Place>()
  const analyses = await Promise.all(periods.map(analysisOf))
  for (const { period: name, by_grid: lines } of analyses) {
    for (const line of lines) for (const id of line.hazards) found.set(id, { key: name, name })
  }
  const lines = breakdown(open.rows.map((row) => row.id), [], (id) => found.get(id))
  const order = (line: BreakdownLine): number => {
    const at = analyses.findIndex((one) => one.period === line.key)
    return at < 0 ? analyses.length : at
  }
  return lines.sort((a, b) => order(a) - order(b))
}
