import { useQuery } from '@tanstack/react-query'
import { gridsQuery, meQuery } from '../api/queries'
import { seesCounty } from '../logic/county'

/** Whether this person is answered for all townships together（全县）when no grid is named. */
export function useSeesCounty(): boolean {
  const me = useQuery(meQuery).data
  const grids = useQuery(gridsQuery).data
  return seesCounty(me?.grants ?? [], grids ?? [])
}
