import type { Person } from '../api/types'

/** How many certificates end soon, by the measure of the policy pack. */
export const endingCredentials = (people: Person[]): number =>
  people.flatMap((one) => one.credentials).filter((it) => it.expires_soon).length
