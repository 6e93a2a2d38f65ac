import type { HistoryEntry, Person } from '../api/types'
import { phonesInUse } from './phones'

/**
 * Whether the phones of whoever wrote a record were in contact with the relay since it was last
 * returned: by when at the latest, or `waiting`. The relay writes contacts down to ten minutes, always
 * too early: what it says came after, did. Nothing if it cannot be told whose phone it is.
 */
export function contactSinceReturn(
  people: Person[],
  author: string,
  history: HistoryEntry[],
): number | 'waiting' | undefined {
  const returned = lastReturn(history)
  const writers = people.filter((one) => one.name === author)
  const [writer] = writers
  if (returned === undefined || writer === undefined || writers.length > 1) return undefined
  const phones = phonesInUse(writer)
  if (phones.length === 0) return undefined
  const seen = Math.min(...phones.map((phone) => phone.seen_at ?? 0))
  return seen > returned.received_at ? seen : 'waiting'
}

/** Up to where a phone says that it holds the log of a record. */
export interface HeldPlace {
  device: string
  seq: number
  at: number
}

/**
 * Since when at the latest the return is on every phone of whoever wrote a record: each has named a place in the
 * log that is not before it. Nothing while one of them has not, or if it cannot be told whose phone it is.
 */
export function returnReached(
  people: Person[],
  author: string,
  history: HistoryEntry[],
  held: HeldPlace[],
): number | undefined {
  const seq = lastReturn(history)?.seq
  const writers = people.filter((one) => one.name === author)
  const [writer] = writers
  if (seq == null || writer === undefined || writers.length > 1) return undefined
  const phones = phonesInUse(writer)
  const places = phones.flatMap((phone) => held.filter((one) => one.device === phone.id && one.seq >= seq))
  return phones.length === 0 || places.length < phones.length ? undefined : Math.max(...places.map((one) => one.at))
}

function lastReturn(history: HistoryEntry[]): HistoryEntry | undefined {
  return history.filter((one) => one.event === 'returned' && one.no_effect == null).at(-1)
}
