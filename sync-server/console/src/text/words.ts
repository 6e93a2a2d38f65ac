import labels from '../../../../crates/domain/resources/labels.json'
import { useStore } from '../api/store'
import { language, type Language } from './language'

const groups = labels as unknown as Record<string, Record<string, [string, string]>>

/** What the rules call a code, e.g. `status`, `served`; a code without words is shown as it is. */
export function word(of: Language, group: string, code: string): string {
  const pair = groups[group]?.[code]
  if (pair === undefined) return code
  return of === 'zh' ? pair[0] : pair[1]
}

/** The codes of a group that have words. */
export function wordCodes(group: string): string[] {
  return Object.keys(groups[group] ?? {})
}

/** What a status is called for this kind of record. */
export function statusWord(of: Language, kind: string, status: string): string {
  const own = groups[`${kind}_status`]?.[status]
  if (own !== undefined) return of === 'zh' ? own[0] : own[1]
  return word(of, 'status', status)
}

/** {@link word} in the language in use. */
export function useWord(): (group: string, code: string) => string {
  const of = useStore(language)
  return (group, code) => word(of, group, code)
}

/** {@link statusWord} in the language in use. */
export function useStatusWord(): (kind: string, status: string) => string {
  const of = useStore(language)
  return (kind, status) => statusWord(of, kind, status)
}
