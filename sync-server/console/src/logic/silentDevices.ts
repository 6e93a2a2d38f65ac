import type { Person } from '../api/types'
import { phonesInUse } from './phones'

const WEEK_MS = 7 * 86_400_000

/** How many phones in use were not heard from for a week. */
export function silentDevices(people: Person[], now: number): number {
  const phones = people.flatMap(phonesInUse)
  return phones.filter((phone) => now - (phone.seen_at ?? phone.enrolled_at) > WEEK_MS).length
}
