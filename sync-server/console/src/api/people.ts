import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { allPages } from '../logic/allPages'
import { api } from './client'
import { take } from './problem'
import type { PeoplePage } from './types'

/** As many as a page of the relay holds at most. */
const MOST = 200
/** As many as a list shows at a time. */
const SHOWN = 50

function peoplePage(query: { q?: string; after?: string; limit: number }): Promise<PeoplePage> {
  return take<PeoplePage>(api.GET('/api/v1/people', { params: { query } }))
}

/** All people within what the person manages: who chooses somebody, or looks for a name, needs every one. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: () =>
    allPages((after) => peoplePage({ limit: MOST, ...(after === undefined ? {} : { after }) })),
})

/** The same as a list, page by page, searched by the relay. */
export function peopleList(q: string) {
  return infiniteQueryOptions({
    queryKey: ['people', 'list', q],
    queryFn: ({ pageParam }) =>
      peoplePage({
        limit: SHOWN,
        ...(q === '' ? {} : { q }),
        ...(pageParam === undefined ? {} : { after: pageParam }),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: PeoplePage) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}
