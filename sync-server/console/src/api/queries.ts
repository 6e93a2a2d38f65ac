import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './client'
import { take } from './problem'
import type { Reference } from './reference'
import { tellTime } from './relayClock'
import type { Grid, Me, RecordCard } from './types'

/** Who is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => take<Me>(api.GET('/api/v1/me')).then(tellTime),
  staleTime: 60_000,
})

/** Whether a provider of the organisation can tell who somebody is. */
export const signOnQuery = queryOptions({
  queryKey: ['sign-on'],
  queryFn: () => take(api.GET('/api/v1/sign-on')),
  staleTime: 600_000,
  retry: false,
})

/** What the policy pack calls things. */
export const referenceQuery = queryOptions({
  queryKey: ['reference'],
  queryFn: () =>
    take(api.GET('/api/v1/reference')).then((value) => value as unknown as Reference),
  staleTime: 600_000,
})

/** The grids the person may see. */
export const gridsQuery = queryOptions({
  queryKey: ['grids'],
  queryFn: () => take(api.GET('/api/v1/grids')).then((value) => value as unknown as Grid[]),
  staleTime: 300_000,
})

/** Numbers at a glance. */
export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: () => take(api.GET('/api/v1/summary')).then(tellTime),
})

/** One record with all that hangs on it. */
export function recordQuery(id: string) {
  return queryOptions({
    queryKey: ['record', id],
    queryFn: () =>
      take(api.GET('/api/v1/records/{record}', { params: { path: { record: id } } })).then(
        (value) => value as unknown as RecordCard,
      ),
    staleTime: 15_000,
    placeholderData: undefined,
  })
}

/** {@link referenceQuery}, or nothing while it loads. */
export function useReference(): Reference | undefined {
  return useQuery(referenceQuery).data
}

/** Keeps what is shown while filters change. */
export const keepShown = { placeholderData: keepPreviousData }
