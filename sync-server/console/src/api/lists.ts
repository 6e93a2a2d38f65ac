import { infiniteQueryOptions } from '@tanstack/react-query'
import { keepPreviousData } from '@tanstack/react-query'
import { cleaned, type Filters } from '../logic/views'
import { api } from './client'
import { take } from './problem'
import type { Page } from './types'

/** The lists of records: three of their own, and one per register of cases. */
export type ListName = 'premises' | 'inspections' | 'hazards' | `cases/${string}`

/** One page of a list. */
export function listPage(name: ListName, filters: Filters, after?: string): Promise<Page> {
  const known = cleaned(filters)
  const query: Record<string, string | number | boolean> = { limit: 50, ...known }
  if (after !== undefined) query['after'] = after
  const { due_before: dueBefore, due_after: dueAfter, open, awaiting_photos: awaiting, recheck_overdue: recheck } = known
  if (awaiting !== undefined) query['awaiting_photos'] = awaiting === 'true'
  if (recheck !== undefined) query['recheck_overdue'] = recheck === 'true'
  if (open !== undefined) query['open'] = open === 'true'
  if (dueAfter !== undefined) query['due_after'] = Number(dueAfter)
  if (dueBefore !== undefined) query['due_before'] = Number(dueBefore)
  if (name.startsWith('cases/')) {
    const kind = name.slice('cases/'.length)
    return take<Page>(api.GET('/api/v1/cases/{kind}', { params: { path: { kind }, query } }))
  }
  const path = `/api/v1/${name as "premises" | "inspections" | "hazards"}` as const
  return take<Page>(api.GET(path, { params: { query } }))
}

/** A list, page by page. */
export function listQuery(name: ListName, filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['list', name, cleaned(filters)],
    queryFn: ({ pageParam }) => listPage(name, filters, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}
