// What only the platform can do, and a native host does for the page. A browser has none of it: the page
// asks `can` before it offers anything.
import { BridgeError, opened } from './call'
import type { PhoneSpot, Worker } from './types'
import { hostAbilities, sendToHost } from './transport'

/** What a host may be asked, with what it takes and answers. */
export interface HostMethods {
  /** Where the phone is, and whether a program makes it up; null if it is not found in time. */
  position: { args: { limit_ms: number }; answer: PhoneSpot | null }
  /** Lets a finger or a face unlock too, or no longer. */
  'finger.set': { args: { on: boolean }; answer: null }
  /** Who shares this phone, and who has it now. */
  'workers.list': { args: Record<string, never>; answer: Worker[] }
  'workers.add': { args: { label: string }; answer: Worker }
  /** Changes to somebody; `label` and `waiting` are of whoever leaves, for their button. */
  'workers.open': { args: { slot: number; label: string | null; waiting: number | null }; answer: null }
  /** A code that a supervisor signs, so that one may work offline for longer. */
  'lease.request': { args: Record<string, never>; answer: { code: string } }
  'lease.accept': { args: { code: string }; answer: { until_ms: number } }
  /** Copies all unsent work out, encrypted under a key that is shown once. */
  'work.export': { args: Record<string, never>; answer: { folder: string; envelopes: number; drafts: number; photos: number; key: string | null } }
  /** Lets go of originals that the relay has held long enough. */
  'space.release': { args: Record<string, never>; answer: { bytes: number } }
}

type HostMethod = keyof HostMethods

/** Whether this phone's host does that. */
export function can(method: HostMethod): boolean {
  return hostAbilities().includes(method)
}

/** Asks the host. */
export async function host<M extends HostMethod>(method: M, args: HostMethods[M]['args']): Promise<HostMethods[M]['answer']> {
  if (!can(method)) throw new BridgeError({ code: 'not_here', message: method })
  return opened<HostMethods[M]['answer']>(() => sendToHost(JSON.stringify({ method, args })))
}
