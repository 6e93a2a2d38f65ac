import type { EventBody } from '../api/act'
import { api, csrf } from '../api/client'
import { ApiProblem, take } from '../api/problem'
import type { ActResult } from '../api/types'
import { fromHex } from './bytes'
import { decode } from './cbor'
import { findKey, keepKey, type OwnKey } from './keyStore'
import { NotWhatWasAsked } from './NotWhatWasAsked'
import { saysTheSame } from './saysTheSame'
import { seal } from './seal'
import { withWholePhone } from './wholePhone'

/** Acts on a record under the person's own key. Another tab may have used the key: then once more. */
export async function signedAct(key: OwnKey, record: string, asked: EventBody): Promise<ActResult> {
  const event = await withWholePhone(record, asked)
  try {
    return await once(key, record, event)
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.code !== 'sign_again') throw problem
    return once((await findKey(key.user)) ?? key, record, event)
  }
}

async function once(key: OwnKey, record: string, event: EventBody): Promise<ActResult> {
  const path = { record }
  const prepared = await take(
    api.POST('/api/v1/records/{record}/signing', {
      params: { path, header: csrf },
      body: { device: key.device, lease: key.lease, event: event as never },
    }),
  )
  if (!saysTheSame(decode(fromHex(prepared.event)), event)) throw new NotWhatWasAsked()
  // A relay that knows less than it has confirmed was set back: signing on would fork the chain.
  if (prepared.last_seq < (key.places[prepared.stream] ?? 0)) throw new NotWhatWasAsked()
  const result = await take<ActResult>(
    api.POST('/api/v1/records/{record}/envelopes', {
      params: { path, header: csrf },
      body: await seal(key, record, prepared),
    }),
  )
  const place = prepared.last_seq + (result.applied ? 1 : 0)
  await keepKey({
    ...key,
    lease: prepared.lease,
    places: { ...key.places, [prepared.stream]: place },
  })
  return result
}
