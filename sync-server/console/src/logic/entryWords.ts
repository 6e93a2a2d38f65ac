/** What stands for an id or a code of an entry, if anything is known of it. */
export type Known = (code: string) => string | undefined

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A value of a register's entry as people read it: no braces, no `true`, no id that has a name. */
export function entryWords(value: unknown, known: Known, words: { yes: string; no: string }): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (Array.isArray(value)) return value.map((one) => entryWords(one, known, words)).join('、')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, one]) => `${known(`field.${name}`) ?? name} ${entryWords(one, known, words)}`)
      .join('，')
  }
  const said = String(value)
  return known(said) ?? (ID.test(said) ? said.slice(0, 8) : said)
}
