/** Where the phone is, in the shape of the bridge. */
export interface At {
  latitude_microdegrees: number
  longitude_microdegrees: number
  accuracy_m: number
}

/** Where the phone is, or null: nothing waits longer than `limit` milliseconds for satellites. */
export function position(limit: number): Promise<At | null> {
  return new Promise((found) => {
    if (!navigator.geolocation) return found(null)
    const timer = setTimeout(() => found(null), limit)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(timer)
        found({
          latitude_microdegrees: Math.round(coords.latitude * 1e6),
          longitude_microdegrees: Math.round(coords.longitude * 1e6),
          accuracy_m: Math.round(coords.accuracy),
        })
      },
      () => {
        clearTimeout(timer)
        found(null)
      },
      { enableHighAccuracy: true, timeout: limit, maximumAge: 60_000 },
    )
  })
}
