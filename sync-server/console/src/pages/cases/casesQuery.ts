import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { Lifecycle } from '../../api/reference'

/** Coded entries that a step may choose from, by the name of their list. */
export type Lists = Record<string, { code: string; zh: string }[]>

/** The registers of cases: their tables and the lists of the policy pack. */
export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: () =>
    take(api.GET('/api/v1/cases')).then(
      (value) => value as unknown as { tables: Lifecycle[]; lists: Lists },
    ),
  staleTime: 600_000,
})
