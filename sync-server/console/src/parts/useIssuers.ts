import { useQuery } from '@tanstack/react-query'
import { meQuery, useReference } from '../api/queries'
import { issuersOf } from '../logic/issuers'
import type { PackOption } from './usePackOptions'

/** The bodies in whose name this person may issue papers, one's own first. */
export function useIssuers(): PackOption[] {
  const reference = useReference()
  const me = useQuery(meQuery).data
  const roles = me?.grants.map((grant) => grant.role) ?? []
  return issuersOf(reference?.issuers ?? {}, roles).map(([value, body]) => ({ value, label: body.zh }))
}
