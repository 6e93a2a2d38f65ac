import { areaText } from './area'

/** The words of the page for a value that stood in a field. */
export interface ValueWords {
  nothing: string
  yes: string
  no: string
  /** What the rules call a code of a field. */
  word: (group: string, code: string) => string
}

/** What an edit says stood in a field, or stands there since: in the units and words that people use. */
export function editedText(key: string, value: string, words: ValueWords): string {
  if (value === '') return words.nothing
  if (value === 'true') return words.yes
  if (value === 'false') return words.no
  return areaText(key, value) ?? words.word(key, value)
}
