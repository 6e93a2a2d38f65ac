import { can, host } from '../bridge/host'
import type { PhoneSpot, Spot } from '../bridge/types'

/**
 * Where the phone is, or null: nothing waits longer than `limit` milliseconds for satellites. A native
 * host says whether a program makes the position up; a browser does not tell it.
 */
export async function position(limit: number): Promise<PhoneSpot | null> {
  // A host that fails says nothing of the place: work goes on without.
  if (can('position')) return host('position', { limit_ms: limit }).catch(() => null)
  return ofBrowser(limit)
}

/** The place for what has no mark for a made-up one: such a one is left out. */
export function spot(at: PhoneSpot | null): Spot | null {
  if (!at || at.mock) return null
  return { latitude_microdegrees: at.latitude_microdegrees, longitude_microdegrees: at.longitude_microdegrees, accuracy_m: at.accuracy_m }
}

function ofBrowser(limit: number): Promise<PhoneSpot | null> {
  return new Promise((found) => {
    if (!navigator.geolocation) return found(null)
    const timer = setTimeout(() => found(null), limit)
    const end = (at: PhoneSpot | null) => {
      clearTimeout(timer)
      found(at)
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        end({
          latitude_microdegrees: Math.round(coords.latitude * 1e6),
          longitude_microdegrees: Math.round(coords.longitude * 1e6),
          accuracy_m: Math.round(coords.accuracy),
          mock: false,
        }),
      () => end(null),
      { enableHighAccuracy: true, timeout: limit, maximumAge: 60_000 },
    )
  })
}
