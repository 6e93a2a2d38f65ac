import { useQuery } from '@tanstack/react-query'
import { meQuery, summaryQuery } from '../api/queries'
import { relayClock } from '../api/relayClock'
import { useStore } from '../api/store'
import { mayDo } from '../app/menu'

/** The relay's clock, or nothing until it is known. It goes on with the news that the page follows. */
export function useNow(): number | undefined {
  const me = useQuery(meQuery).data
  useQuery({ ...summaryQuery, enabled: mayDo(me, ['record_read']) })
  return useStore(relayClock)
}
