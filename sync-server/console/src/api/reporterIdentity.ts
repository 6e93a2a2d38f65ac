import { queryOptions } from '@tanstack/react-query'
import { api, csrf } from './client'
import { take } from './problem'
import type { components } from './schema'

/** Who looked at who reported. */
export function identityLooksQuery(subject: string) {
  return queryOptions({
    queryKey: ['reporter-identities', subject],
    queryFn: () =>
      take(api.GET('/api/v1/reporter-identities/{subject}', { params: { path: { subject } } })),
    retry: false,
  })
}

/** Opens who reported; the reason is written down first. */
export function lookAtIdentity(
  subject: string,
  reason: string,
): Promise<components['schemas']['IdentityView']> {
  return take(
    api.POST('/api/v1/reporter-identities/{subject}', {
      params: { path: { subject }, header: csrf },
      body: { reason },
    }),
  )
}
