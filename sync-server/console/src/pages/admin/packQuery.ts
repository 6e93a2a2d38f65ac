import { api } from '../../api/client'
import { take } from '../../api/problem'

/** A policy pack as it stands. */
export const packOf = (revision: number): Promise<Record<string, unknown>> =>
  take(
    api.GET('/api/v1/policy-packs/{revision}', { params: { path: { revision } } }),
  ).then((value) => value as unknown as Record<string, unknown>)
