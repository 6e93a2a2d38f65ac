import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'

/** People within what the person manages. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: () => take(api.GET('/api/v1/people')),
})
