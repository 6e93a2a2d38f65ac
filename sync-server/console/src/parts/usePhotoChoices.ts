import { useQueries } from '@tanstack/react-query'
import { recordQuery } from '../api/queries'
import { photoLabel } from '../logic/photoLabel'
import { useWord } from '../text/words'

/** The photos of some records, to choose from; what the person may not read has none. */
export function usePhotoChoices(records: string[]): { value: string; label: string }[] {
  const word = useWord()
  const cards = useQueries({ queries: records.map((id) => ({ ...recordQuery(id), retry: false })) })
  const choices = new Map<string, string>()
  for (const { data: card } of cards) {
    for (const photo of card?.photos ?? []) {
      const name = card?.title === '' ? word('kind', card.kind) : (card?.title ?? '')
      choices.set(photo.id, `${photoLabel(photo, word('photo_stage', photo.stage))} · ${name}`)
    }
  }
  return [...choices].map(([value, label]) => ({ value, label }))
}
