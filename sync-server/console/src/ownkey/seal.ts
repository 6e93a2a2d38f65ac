import type { components } from '../api/schema'
import { fromHex, idBytes, joined, labelled, sha256, textBytes, toHex } from './bytes'
import { encode, type Cbor } from './cbor'
import type { OwnKey } from './keyStore'

/** What the relay says is needed to write a header. */
export type Prepared = components['schemas']['PreparedAct']

/** An act as it is sent. */
export interface Sealed {
  header: string
  event: string
  signature: string
}

/** Writes the header of an envelope with one event, and seals it with the person's own key. */
export async function seal(key: OwnKey, record: string, prepared: Prepared): Promise<Sealed> {
  const event = fromHex(prepared.event)
  const operation = await labelled('wangge/op/event/1', event)
  const { anchor } = prepared
  const point: Cbor =
    anchor == null
      ? null
      : [idBytes(prepared.stream), anchor.epoch, anchor.seq, fromHex(anchor.chain)]
  const header = encode([
    1,
    idBytes(prepared.tenant),
    idBytes(prepared.stream),
    idBytes(record),
    prepared.kind,
    idBytes(key.user),
    idBytes(key.device),
    prepared.last_seq + 1,
    fromHex(prepared.lease),
    prepared.policy_revision,
    [],
    // This machine's clock is not read: the relay bounds the act by the anchor and by its receipt.
    [prepared.now, 0, point, prepared.elapsed_ms],
    [],
    [fromHex(prepared.last), await labelled('wangge/ops/1', operation)],
  ])
  const root = await labelled('wangge/leaf/1', await sha256(header))
  const message = joined(textBytes('wangge/seal/1'), Uint8Array.of(0, 1), root)
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, message))
  return { header: toHex(header), event: prepared.event, signature: toHex(signature) }
}
