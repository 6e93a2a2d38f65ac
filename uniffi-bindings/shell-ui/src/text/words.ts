// The words in the language of this phone, and how values are written in it. Words of codes come from the
// labels of the rules; what the core answers in words is Chinese.
import { chinese, type Words } from './chinese'
import { english } from './english'
import labels from '../../../../crates/domain/resources/labels.json'

const LANGUAGE = 'wangge-language'

export type Language = 'zh' | 'en'

/** The language: Chinese unless somebody chose. */
export function language(): Language {
  return localStorage.getItem(LANGUAGE) === 'en' ? 'en' : 'zh'
}

/** Takes another language; the page must be loaded anew. */
export function setLanguage(to: Language): void {
  localStorage.setItem(LANGUAGE, to)
}

const isEnglish = language() === 'en'

/** Every word that a screen shows. */
export const t: Words = isEnglish ? english : chinese

const table = labels as unknown as Record<string, Record<string, [string, string]>>

/** The words of a code; a code of a later version has none, and nobody is shown it. */
export function words(group: string, code: string): string {
  return table[group]?.[code]?.[isEnglish ? 1 : 0] ?? (code === '' ? '' : t.value.other)
}

/** True if there are words for it. */
export function hasWords(group: string, code: string): boolean {
  return table[group]?.[code] !== undefined
}

/** What a field of a record is called; those of answers and photos carry the item in their key. */
export function fieldName(key: string): string {
  const [first, second, third] = key.split('/')
  if (first === 'a' && second && third) return t.value.item(second, words('answer_part', third))
  if (first === 'p' && second) return t.value.photo(words('field', third ?? ''))
  if (first === 'sig') return t.sign.label
  return hasWords('field', key) ? words('field', key) : t.value.other
}

/** A value as people read it. */
export function valueText(key: string, value: unknown): string {
  if (value === null || value === '') return t.value.empty
  if (value === true) return t.value.yes
  if (value === false) return t.value.no
  const last = key.split('/').pop() ?? key
  if (typeof value === 'number' && last.endsWith('_microdegrees')) return degrees(value)
  if (typeof value === 'number' && last.endsWith('accuracy_m')) return t.value.about(value)
  if (last === 'category') return categoryName(String(value))
  const group = { result: 'answer', severity: 'severity', source: 'source', mode: 'mode', stage: 'photo_stage', structure: 'structure', gas_kind: 'gas_kind', sub_type: 'sub_type', deadline_kind: 'deadline_kind', outcome: 'outcome', census_outcome: 'outcome', credit_grade: 'credit' }[last]
  if (typeof value === 'number' && last.endsWith('_ms')) return moment(value)
  return group ? words(group, String(value)) : String(value)
}

const categories = new Map<string, string>()

/** What the pack in force calls its categories; told by whoever read it. */
export function nameCategories(list: { id: string; zh: string; checklist: string | null }[]): void {
  for (const it of list) categories.set(it.id, it.zh)
}

/** The name of a category. */
export function categoryName(id: string): string {
  return categories.get(id) ?? id
}

/** A place on the earth as maps write it. */
function degrees(microdegrees: number): string {
  return `${(microdegrees / 1e6).toFixed(5)}°`
}

const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' })
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false })

/** A moment in China, to the minute. */
export function moment(ms: number): string {
  return `${shortDay(ms)} ${clock.format(ms)}`
}

/** A day in China. */
export function shortDay(ms: number): string {
  const parts = day.formatToParts(ms)
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? ''
  return t.value.day(Number(part('month')), Number(part('day')))
}

/** A day as the bridge writes it. */
export function plainDay(text: string): string {
  const [, month, date] = text.split('-')
  return t.value.day(Number(month), Number(date))
}
