import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Period } from '../logic/period'
import { api } from './client'
import { take } from './problem'
import type { SnapshotPage } from './types'

const SHOWN = 50

/** Frozen figures of periods of a length, page by page. */
export function snapshotList(kind: Period['kind']) {
  return infiniteQueryOptions({
    queryKey: ['snapshots', kind],
    queryFn: ({ pageParam }) =>
      take<SnapshotPage>(
        api.GET('/api/v1/snapshots', {
          params: { query: { kind, limit: SHOWN, ...(pageParam === undefined ? {} : { after: pageParam }) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: SnapshotPage) => page.next ?? undefined,
    retry: false,
  })
}
