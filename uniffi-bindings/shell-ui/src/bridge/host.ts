// What only the platform can do, and a native host does for the page. A browser has none of it: the page
// asks `can` before it offers anything.
import { BridgeError, opened } from './call'
import { t } from '../text/words'
import type { PhoneSpot, Worker } from './types'
import { hostAbilities, sendToHost } from './transport'

/** What a host may be asked, with what it takes and answers. */
export interface HostMethods {
  /** Where the phone is, and whether a program makes it up; null if it is not found in time. */
  position: { args: { limit_ms: number }; answer: PhoneSpot | null }
  /** Who shares this phone, and who has it now. */
  'workers.list': { args: Record<string, never>; answer: Worker[] }
  'workers.add': { args: { label: string }; answer: Worker }
  /** Changes to somebody; `label` and `waiting` are of whoever leaves, for their button. */
  'workers.open': { args: { slot: number; label: string | null; waiting: number | null }; answer: null }
  /** Copies all unsent work out, encrypted under a key that is shown once. */
  'work.export': { args: Record<string, never>; answer: { folder: string; envelopes: number; drafts: number; photos: number; key: string | null } }
}

type HostMethod = keyof HostMethods
/** What a host names beside its methods: `finger`, the phone can look at a finger or a face. */
type Ability = HostMethod | 'finger'

/** Whether this phone's host does that. */
export function can(ability: Ability): boolean {
  return hostAbilities().includes(ability)
}

/** Asks the host. */
export async function host<M extends HostMethod>(method: M, args: HostMethods[M]['args']): Promise<HostMethods[M]['answer']> {
  if (!can(method)) throw new BridgeError({ code: 'not_here', message: t.error.todo['not_here'] ?? '' })
  return opened<HostMethods[M]['answer']>(() => sendToHost(JSON.stringify({ method, args })))
}
