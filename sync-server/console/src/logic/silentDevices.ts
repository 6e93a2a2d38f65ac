import type { Person } from '../api/types'
import { phonesInUse } from './phones'

const WEEK_MS = 7 * 86_400_000

/** Whether a phone was not heard from for a week. */
export function isSilent(phone: Pick<Person['devices'][number], 'seen_at' | 'enrolled_at'>, now: number): boolean {
  return now - (phone.seen_at ?? phone.enrolled_at) > WEEK_MS
}

/** How many phones in use were not heard from for a week. */
export function silentDevices(people: Person[], now: number): number {
  const phones = people.flatMap(phonesInUse)
  return phones.filter((phone) => isSilent(phone, now)).length
}
