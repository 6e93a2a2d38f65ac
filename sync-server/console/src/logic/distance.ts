import type { Content } from '../api/types'

/** A place, in microdegrees, WGS-84. */
export interface Place {
  latitude: number
  longitude: number
}

/** Where a record says it is. */
export function placeOf(content: Content | null | undefined): Place | undefined {
  const latitude = content?.['latitude_microdegrees']
  const longitude = content?.['longitude_microdegrees']
  return typeof latitude === 'number' && typeof longitude === 'number'
    ? { latitude, longitude }
    : undefined
}

/** Where a photo was taken: where the phone was, else what the camera wrote, which most do not. */
export function placeOfPhoto(content: Content | null | undefined): Place | undefined {
  const latitude = content?.['phone_latitude_microdegrees']
  const longitude = content?.['phone_longitude_microdegrees']
  return typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : placeOf(content)
}

/** Meters between two places, rounded; good to a few meters within a county. */
export function metersBetween(a: Place, b: Place): number {
  const radians = (micro: number): number => (micro / 1e6) * (Math.PI / 180)
  const x =
    (radians(b.longitude) - radians(a.longitude)) *
    Math.cos((radians(a.latitude) + radians(b.latitude)) / 2)
  const y = radians(b.latitude) - radians(a.latitude)
  return Math.round(Math.hypot(x, y) * 6_371_000)
}

/** A place as people read it. */
export function placeText(place: Place): string {
  return `${(place.latitude / 1e6).toFixed(5)}, ${(place.longitude / 1e6).toFixed(5)}`
}
