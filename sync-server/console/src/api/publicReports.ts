import { queryOptions } from '@tanstack/react-query'
import { api, csrf } from './client'
import { take } from './problem'
import type { components } from './schema'

type Schemas = components['schemas']

/** A report by the public that waits. */
export type WaitingReport = Schemas['ReportView']

/** What is done with a report that waits. */
export type Settling = Schemas['SettleBody']

/** Reports that wait, those of the same thing together. */
export const waitingReportsQuery = queryOptions({
  queryKey: ['public-reports'],
  queryFn: () => take<WaitingReport[][]>(api.GET('/api/v1/public-reports')),
})

/** Sorts a report, once. */
export function settleReport(report: string, body: Settling): Promise<Schemas['Settled']> {
  return take(
    api.POST('/api/v1/public-reports/{report}/settle', {
      params: { path: { report }, header: csrf },
      body,
    }),
  )
}

/** The address of a report's photo. */
export const reportPhoto = (report: string, place: number): string =>
  `/api/v1/public-reports/${report}/photos/${String(place)}`
