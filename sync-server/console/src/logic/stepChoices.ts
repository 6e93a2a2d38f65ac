import type { AskedField } from '../api/reference'

/** A coded entry of a list. */
export interface CodedEntry {
  code: string
  zh: string
  en?: string
}

/** What can be chosen. */
export interface Choice {
  value: string
  label: string
}

/** What a form of a step goes by. */
export interface ChoiceSource {
  lists: Record<string, CodedEntry[]>
  /** Versions of the lists in force. */
  versions: Record<string, string>
  /** The bodies in whose name this person may act. */
  issuers: Choice[]
  /** What the case holds already, by the names of the fields. */
  held: Record<string, string>
  language: 'zh' | 'en'
}

/** What a field of a step lets one choose from; none: it is written in words. */
export function stepChoices(field: AskedField, from: ChoiceSource): Choice[] {
  // Of the bodies only those one may speak for.
  if (field.list === 'issuers') return from.issuers
  if (field.version_of !== undefined) {
    const version = from.versions[field.version_of]
    return version === undefined ? [] : [{ value: version, label: version }]
  }
  const entries = from.lists[field.list ?? field.among ?? ''] ?? []
  const held = field.among === undefined ? undefined : codes(from.held[field.among])
  return entries
    .filter((one) => held === undefined || held.length === 0 || held.includes(one.code))
    .map((one) => ({ value: one.code, label: from.language === 'zh' ? one.zh : (one.en ?? one.zh) }))
}

const codes = (text: string | undefined): string[] =>
  (text ?? '').split(',').map((one) => one.trim()).filter(Boolean)
