import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import { take } from './problem'

/** The rows of a register in force. */
export function registerRowsQuery(register: string) {
  return queryOptions({
    queryKey: ['registers', register, false],
    queryFn: () =>
      take(api.GET('/api/v1/registers/{register}', { params: { path: { register }, query: { history: false } } })),
    retry: false,
  })
}
