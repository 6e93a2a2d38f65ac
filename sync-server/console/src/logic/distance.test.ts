import { describe, expect, it } from 'vitest'
import { metersBetween, placeOf } from './distance'

describe('distance', () => {
  it('is right to a few meters within a county', () => {
    const a = { latitude: 29_356_000, longitude: 105_927_000 }
    expect(metersBetween(a, a)).toBe(0)
    const north = metersBetween(a, { ...a, latitude: 29_365_000 })
    expect(Math.abs(north - 1001)).toBeLessThan(5)
    const east = metersBetween(a, { ...a, longitude: 105_937_000 })
    expect(Math.abs(east - 969)).toBeLessThan(5)
  })

  it('a record without a position has none', () => {
    expect(placeOf({ latitude_microdegrees: 1 })).toBeUndefined()
    expect(placeOf(null)).toBeUndefined()
  })
})
