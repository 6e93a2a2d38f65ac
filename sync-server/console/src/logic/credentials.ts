import type { Person } from '../api/types'
import { dayText } from './time'

/** So many days ahead an expiry is told. */
const WARN_DAYS = 60

/** The day before which a certificate that is still good is said to end soon. */
export const endsSoonBefore = (now: number): string => dayText(now + WARN_DAYS * 86_400_000)

/** How many certificates that are good now end soon. */
export function endingCredentials(people: Person[], now: number): number {
  const soon = endsSoonBefore(now)
  return people.flatMap((one) => one.credentials).filter((it) => it.valid && it.valid_until < soon).length
}
