import { queryOptions } from '@tanstack/react-query'
import { csvRows } from '../logic/csv'
import { api, csrf } from './client'
import { take } from './problem'
import type { components } from './schema'

/** Which period, as the relay is asked. */
export interface ScorePeriod {
  kind: string
  on?: string
}

/** A worker in the order of points. */
export interface ScoreRow {
  place: string
  name: string
  worker: string
  points: string
  grids: string
  certified: string
  /** Names of the townships that the worker answers for grids of, with `、` between. */
  townships: string
}

interface Ratio {
  numerator: number
  denominator: number
  met: string[]
  unmet: string[]
}

/** What one event gave. */
export interface ScoreLine {
  event: { code: string; record: string; on: string }
  asked: number
  given: number
  note: string
  disputed: boolean
}

/** A score card, spelt out where the description says an object. */
export interface ScoreCardData {
  coverage: Ratio
  on_time: Ratio
  returned: Ratio
  truth: Ratio
  months: { year: number; month: number; lines: ScoreLine[]; earned: number; deducted: number; points: number; review: boolean }[]
}

/** A worker's score card as the relay gives it. */
export type Score = Omit<components['schemas']['ScoreView'], 'card'> & { card: ScoreCardData }

/** All workers by points. The relay gives this list as a file only. */
export function scoreListQuery({ kind, on }: ScorePeriod) {
  return queryOptions({
    queryKey: ['scores', kind, on ?? ''],
    queryFn: async (): Promise<ScoreRow[]> => {
      const query = { kind, ...(on === undefined ? {} : { on }) }
      const file = await take(api.GET('/api/v1/scores.csv', { params: { query }, parseAs: 'text' }))
      return csvRows(file)
        .slice(1)
        .map(([place = '', name = '', worker = '', , points = '', grids = '', certified = '', townships = '']) => ({
          place,
          name,
          worker,
          points,
          grids,
          certified,
          townships,
        }))
    },
    retry: false,
  })
}

/** The card of one worker. */
export function scoreQuery(worker: string, { kind, on }: ScorePeriod) {
  return queryOptions({
    queryKey: ['score', worker, kind, on ?? ''],
    queryFn: async (): Promise<Score> => {
      const query = { kind, ...(on === undefined ? {} : { on }) }
      const answer = await take(api.GET('/api/v1/scores/{worker}', { params: { path: { worker }, query } }))
      return answer as unknown as Score
    },
    retry: false,
  })
}

/** Decides on an objection, once. */
export function decideObjection(
  worker: string,
  body: { record: string; code: string; day: string; upheld: boolean; reason: string },
): Promise<unknown> {
  return take(
    api.POST('/api/v1/scores/{worker}/objections', { params: { path: { worker }, header: csrf }, body }),
  )
}
