import { queryOptions, useQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries'
import { findKey, type OwnKey } from './keyStore'

/** The key of a person in this browser, once it is enrolled. */
export function ownKeyQuery(user: string) {
  return queryOptions({
    queryKey: ['own-key', user],
    queryFn: async () => {
      const key = await findKey(user).catch(() => undefined)
      return key === undefined || key.lease === '' ? null : key
    },
    staleTime: 60_000,
  })
}

/** {@link ownKeyQuery} of who is signed in. */
export function useOwnKey(): OwnKey | null {
  const user = useQuery(meQuery).data?.user ?? ''
  return useQuery({ ...ownKeyQuery(user), enabled: user !== '' }).data ?? null
}
