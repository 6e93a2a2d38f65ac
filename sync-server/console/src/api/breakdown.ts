import type { Period } from '../logic/period'
import { api } from './client'
import { take } from './problem'
import type { components } from './schema'

/** A line of a figure in parts. */
export type BreakdownLine = components['schemas']['BreakdownLine']

/** A figure in parts, counted by the relay over all records; `open`: with the records behind one line. */
export function breakdownOf(period: Period, measure: string, by: string, open?: string) {
  const query = { ...period, measure, by, ...(open === undefined ? {} : { open }) }
  return take(api.GET('/api/v1/figures/breakdown', { params: { query } }))
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
