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
  const returned = history.filter((one) => one.event === 'returned' && one.no_effect == null).at(-1)
  const writers = people.filter((one) => one.name === author)
  const [writer] = writers
  if (returned === undefined || writer === undefined || writers.length > 1) return undefined
  const phones = phonesInUse(writer)
  if (phones.length === 0) return undefined
  const seen = Math.min(...phones.map((phone) => phone.seen_at ?? 0))
  return seen > returned.received_at ? seen : 'waiting'
}
