import type { Photo } from '../api/types'
import { timeText } from './time'

/** What tells a photo from others where one is chosen: what it shows, and when it was taken. */
export function photoLabel(photo: Photo, stage: string): string {
  const taken = (photo.content as unknown as Record<string, unknown> | null)?.['taken_at_ms']
  return `${stage} ${typeof taken === 'number' ? timeText(taken) : photo.id.slice(0, 8)}`
}
