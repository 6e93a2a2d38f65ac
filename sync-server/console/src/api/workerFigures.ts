import type { Period } from '../logic/period'
import { api } from './client'
import { take } from './problem'
import type { components } from './schema'

/** The figures of one worker's grids. */
export type WorkerFigures = components['schemas']['WorkerFigures']

/** Figures by worker, with the records behind one of them if it is named. */
export function workerFigures(period: Period, open?: string) {
  const query = { ...period, ...(open === undefined ? {} : { open }) }
  return take(api.GET('/api/v1/figures/workers', { params: { query } }))
}
