import type { Content, Photo, Scalar } from '../api/types'

/** The answer to one question of a checklist. */
export interface Answer {
  item: string
  result: string | undefined
  value: Scalar | undefined
  note: string
  part: string
}

/** The answers that stand in an inspection, in the order of their ids. */
export function answersOf(content: Content): Answer[] {
  const found = new Map<string, Answer>()
  for (const [key, value] of Object.entries(content)) {
    const [prefix, item, field] = key.split('/')
    if (prefix !== 'a' || item === undefined || field === undefined) continue
    const answer =
      found.get(item) ?? { item, result: undefined, value: undefined, note: '', part: '' }
    if (field === 'result' && typeof value === 'string') answer.result = value
    if (field === 'value') answer.value = value
    if (field === 'note' && typeof value === 'string') answer.note = value
    if (field === 'part' && typeof value === 'string') answer.part = value
    found.set(item, answer)
  }
  return [...found.values()].sort((a, b) => (a.item < b.item ? -1 : 1))
}

/** Who signed, as what, and what was written; one that was taken back is none. */
export function signaturesOf(content: Content): { signer: string; role: string; strokes: string }[] {
  const ids = new Set<string>()
  for (const key of Object.keys(content)) {
    const [prefix, id] = key.split('/')
    if (prefix === 'sig' && id !== undefined) ids.add(id)
  }
  return [...ids]
    .map((id) => ({
      signer: textOf(content[`sig/${id}/signer`]),
      role: textOf(content[`sig/${id}/role`]),
      strokes: textOf(content[`sig/${id}/strokes`]),
    }))
    .filter((one) => one.signer !== '' || one.strokes !== '')
}

/** A scalar as text; nothing is the empty text. */
export function textOf(value: Scalar | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

/** Photos with those of failed items in front: they are what the decision is about. */
export function photosInOrder(photos: Photo[], content: Content): Photo[] {
  const failed = (photo: Photo): number =>
    photo.item != null && content[`a/${photo.item}/result`] === 'fail' ? 0 : 1
  return [...photos].sort(
    (a, b) => failed(a) - failed(b) || ((a.item ?? '') < (b.item ?? '') ? -1 : 1),
  )
}
