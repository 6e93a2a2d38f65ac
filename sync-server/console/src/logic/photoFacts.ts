import type { Content, Photo } from '../api/types'
import { textOf } from './answers'
import { metersBetween, placeOfPhoto, type Place } from './distance'

/** What a photo says of itself, as far as its record is here. */
export interface PhotoFacts {
  caption: string
  /** By the phone's clock. */
  taken: number | undefined
  /** As the camera wrote it: local, without a zone. */
  cameraTime: string
  camera: string
  place: Place | undefined
  meters: number | undefined
  isFar: boolean
  imported: boolean
  mock: boolean
}

/** Beyond this a photo was hardly taken at the premises, nor a visit made there. */
const FAR_METERS = 300

/** Whether a place is so far from the premises that somebody should ask. */
export const isFar = (meters: number): boolean => meters > FAR_METERS

/** What a photo says of itself, and how far from the premises it was taken. */
export function photoFacts(photo: Photo, premises: Place | undefined): PhotoFacts {
  const content = photo.content as unknown as Content | null
  const place = placeOfPhoto(content)
  const taken = content?.['taken_at_ms']
  const meters = place !== undefined && premises !== undefined ? metersBetween(place, premises) : undefined
  return {
    caption: textOf(content?.['caption']),
    taken: typeof taken === 'number' ? taken : undefined,
    cameraTime: textOf(content?.['camera_time']).replace('T', ' '),
    camera: textOf(content?.['camera']),
    place,
    meters,
    isFar: meters !== undefined && isFar(meters),
    imported: content?.['imported'] === true,
    mock: content?.['mock_location'] === true,
  }
}
