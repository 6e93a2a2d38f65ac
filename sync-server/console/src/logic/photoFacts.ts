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
  /** What else its file shows, each kind once. */
  sameFile: SameFile[]
}

/** Other photos of one and the same file, of one kind. */
export interface SameFile {
  because: FileShows
  /** What the records are called that they are of, as far as they may be read. */
  titles: string[]
}

/** What a file shows elsewhere. */
export type FileShows = 'elsewhere' | 'found' | 'earlier'

/** Those that this page has words for, the worst first. */
const FILE_SHOWS: FileShows[] = ['elsewhere', 'found', 'earlier']

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
    sameFile: sameFile(photo),
  }
}

/** What else the file of a photo shows, by kind. */
function sameFile(photo: Photo): SameFile[] {
  return FILE_SHOWS.map((because) => {
    const twins = photo.same_file.filter((twin) => twin.because === because)
    const titles = new Set(twins.map((twin) => twin.title ?? '').filter((title) => title !== ''))
    return { because, titles: [...titles], count: twins.length }
  })
    .filter((one) => one.count > 0)
    .map(({ because, titles }) => ({ because, titles }))
}
