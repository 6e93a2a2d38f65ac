import { describe, expect, it } from 'vitest'
import type { HistoryEntry, Photo } from '../api/types'
import { isClockFlagged } from './clock'
import { photoFacts } from './photoFacts'

const PREMISES = { latitude: 29_160_000, longitude: 105_917_000 }
const photo = (content: Record<string, unknown> | null, same_file: unknown[] = []): Photo =>
  ({ content, same_file }) as unknown as Photo

describe('what a photo says of itself', () => {
  it('is its times, its place and how far that is from the premises', () => {
    const facts = photoFacts(
      photo({
        taken_at_ms: 1,
        camera_time: '2026-09-07T10:20:30',
        latitude_microdegrees: 29_170_000,
        longitude_microdegrees: 105_917_000,
        imported: true,
      }),
      PREMISES,
    )
    expect([facts.taken, facts.cameraTime, facts.imported, facts.mock]).toEqual([1, '2026-09-07 10:20:30', true, false])
    expect([facts.meters, facts.isFar]).toEqual([1112, true])
  })

  it('takes the place of the phone before what the camera wrote, and tells a made up one', () => {
    const facts = photoFacts(
      photo({
        latitude_microdegrees: 1,
        longitude_microdegrees: 1,
        phone_latitude_microdegrees: 29_160_000,
        phone_longitude_microdegrees: 105_917_000,
        mock_location: true,
      }),
      PREMISES,
    )
    expect([facts.meters, facts.mock]).toEqual([0, true])
  })

  it('is what else its file shows, each kind once, the worst first', () => {
    const twin = (because: string, title?: string): unknown => ({ photo: 'p', because, stage: 'found', title })
    const facts = photoFacts(
      photo({}, [twin('found', '楼道堆物'), twin('found', '楼道堆物'), twin('elsewhere'), twin('of a later version')]),
      PREMISES,
    )
    expect(facts.sameFile).toEqual([
      { because: 'elsewhere', titles: [] },
      { because: 'found', titles: ['楼道堆物'] },
    ])
    expect(photoFacts(photo({}), PREMISES).sameFile).toEqual([])
  })

  it('is nothing while its record is not here', () => {
    const facts = photoFacts(photo(null), PREMISES)
    expect([facts.taken, facts.place, facts.meters, facts.caption]).toEqual([undefined, undefined, undefined, ''])
  })
})

describe('a clock that was wrong', () => {
  const entry = (flagged: boolean, attested: boolean): HistoryEntry =>
    ({ clock_flagged: flagged, attested_by_relay: attested }) as HistoryEntry

  it('is that of a device, not the relay’s', () => {
    expect(isClockFlagged([entry(false, false), entry(true, true)])).toBe(false)
    expect(isClockFlagged([entry(false, true), entry(true, false)])).toBe(true)
  })
})
