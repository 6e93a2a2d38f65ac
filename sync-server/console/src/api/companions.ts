import { queryOptions } from '@tanstack/react-query'
import { allPages } from '../logic/allPages'
import { api } from './client'
import { take } from './problem'
import type { CompanionPage } from './types'

/** As many as a page of the relay holds at most. */
const MOST = 200

/** Whom an act on a record may name beside its author: those whose own rights allow it there. */
export function companionsQuery(record: string, act: string) {
  return queryOptions({
    queryKey: ['companions', record, act],
    queryFn: () =>
      allPages((after) =>
        take<CompanionPage>(
          api.GET('/api/v1/records/{record}/companions/{act}', {
            params: {
              path: { record, act },
              query: { limit: MOST, ...(after === undefined ? {} : { after }) },
            },
          }),
        ),
      ),
    staleTime: 60_000,
  })
}
