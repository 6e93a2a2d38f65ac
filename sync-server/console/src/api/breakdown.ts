import { periodBefore, type Period } from '../logic/period'
import { api } from './client'
import { listPage } from './lists'
import { take } from './problem'
import type { ListItem } from './types'

const PAGE = 200
const MOST_PAGES = 25
/** So many hazards are read row by row, and no more. */
export const MOST_ROWS = PAGE * MOST_PAGES

/** Hazards read row by row; there may be more than are read. */
export interface HazardRows {
  rows: ListItem[]
  isWhole: boolean
}

/** Hazards of a grid, page by page: the open ones, or all. */
export async function hazardRows(grid: string | undefined, onlyOpen: boolean): Promise<HazardRows> {
  const rows: ListItem[] = []
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const filters = { grid: grid ?? '', open: onlyOpen ? 'true' : '', limit: String(PAGE) }
    const { items, next } = await listPage('hazards', filters, after)
    rows.push(...items)
    if (next == null) return { rows, isWhole: true }
    after = next
  }
  return { rows, isWhole: false }
}

/** The records behind a figure of a period, and what the relay calls the period. */
export async function figureOf(period: Period, code: string): Promise<{ name: string; met: string[]; unmet: string[] }> {
  const { figures, period: name } = await take(
    api.GET('/api/v1/figures', { params: { query: { ...period, open: code } } }),
  )
  return { name, met: figures[code]?.met ?? [], unmet: figures[code]?.unmet ?? [] }
}

/** What the analysis of a period groups the hazards by that were found in it. */
export function analysisOf(period: Period) {
  return take(api.GET('/api/v1/analysis', { params: { query: period } }))
}

/** The analyses of this year and the one before: nearly all that is open or due now was found in them. */
export function twoYears(period: Period) {
  const year: Period = { ...period, kind: 'year' }
  return Promise.all([analysisOf(year), analysisOf(periodBefore(year))])
}
