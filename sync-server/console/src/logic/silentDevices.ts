import type { Person } from '../api/types'

const WEEK_MS = 7 * 86_400_000

/** How many phones in use were not heard from for a week. A browser's key is no phone. */
export function silentDevices(people: Person[], now: number): number {
  const devices = people.flatMap((one) => one.devices)
  return devices.filter(
    (device) =>
      !device.revoked &&
      !device.label.startsWith('浏览器') &&
      now - (device.seen_at ?? device.enrolled_at) > WEEK_MS,
  ).length
}
