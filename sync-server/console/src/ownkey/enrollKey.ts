import { api, csrf } from '../api/client'
import { take } from '../api/problem'
import { idBytes, joined, textBytes, toHex } from './bytes'
import { findKey, keepKey, type OwnKey } from './keyStore'

/** Whether this browser can make keys that it cannot give away. */
export async function canHoldKeys(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    return true
  } catch {
    return false
  }
}

/**
 * Makes a key for the person, if there is none yet, and enrolls it. It is kept before it is told to
 * the relay: an answer that is lost is asked for again with the same key.
 */
export async function enrollKey(user: string, label: string): Promise<OwnKey> {
  const known = await findKey(user)
  const key = known ?? (await makeKey(user))
  if (known === undefined) await keepKey(key)
  const message = joined(textBytes('wangge/browser-key/1'), idBytes(key.device), idBytes(user))
  const proof = new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, message))
  const enrolled = await take(
    api.POST('/api/v1/own-keys', {
      params: { header: csrf },
      body: { device: key.device, public_key: key.publicKey, proof: toHex(proof), label },
    }),
  )
  const kept = { ...key, lease: enrolled.lease, shortId: enrolled.short_id }
  await keepKey(kept)
  return kept
}

async function makeKey(user: string): Promise<OwnKey> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  const { privateKey, publicKey } = pair as CryptoKeyPair
  const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return {
    user,
    device: crypto.randomUUID(),
    privateKey,
    publicKey: toHex(bytes),
    lease: '',
    shortId: '',
    places: {},
  }
}
