import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, csrf } from './client'
import { take } from './problem'
import { findKey } from '../ownkey/keyStore'
import { meQuery } from './queries'
import type { ActResult, Me } from './types'
import type { StepSaid } from '../logic/stepNeeds'

/** An event as the relay takes it: its name, or its name with what it says. */
export type EventBody = Record<string, unknown> | string

/**
 * Sends one act on a record: under the person's own key if this browser holds it, else attested by
 * the relay.
 */
export async function act(record: string, event: EventBody, user?: string): Promise<ActResult> {
  const key = user === undefined ? undefined : await findKey(user).catch(() => undefined)
  if (key !== undefined && key.lease !== '') {
    const { signedAct } = await import('../ownkey/signedAct')
    return signedAct(key, record, event)
  }
  return take<ActResult>(
    api.POST('/api/v1/records/{record}/events', {
      params: { path: { record }, header: csrf },
      body: event as never,
    }),
  )
}

/**
 * Takes a step in a case about the version shown, under the person's own key if this browser holds
 * it; without `by` the relay attests it: what it keeps apart stands in no envelope.
 */
export async function takeStep(
  record: string,
  step: string,
  said: StepSaid,
  by?: { user: string; version: unknown },
): Promise<ActResult> {
  if (by !== undefined) {
    const key = await findKey(by.user).catch(() => undefined)
    if (key !== undefined && key.lease !== '') {
      // What is empty stands in no envelope.
      const { fields, ...more } = said
      const stated = Object.keys(fields).length === 0 ? more : { fields, ...more }
      return act(record, { step: { step, ...stated, version: by.version } }, by.user)
    }
  }
  return take<ActResult>(
    api.POST('/api/v1/records/{record}/steps', {
      params: { path: { record }, header: csrf },
      body: { step, with: [], photos: [], due: null, ...said } as never,
    }),
  )
}

/** {@link act} as the page uses it: lists and cards follow. */
export function useAct(record: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (event: EventBody) =>
      act(record, event, client.getQueryData<Me>(meQuery.queryKey)?.user),
    onSettled: () => client.invalidateQueries(),
  })
}
