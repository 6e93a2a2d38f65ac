import type { SheetField } from '../api/sheets'

const MANY = new Set(['dates', 'codes', 'names', 'people', 'grids'])

/** Whether a field holds several values. */
export const holdsMany = (field: SheetField): boolean => MANY.has(field.kind)

/** The entry that was entered, in the form of its sheet: what was left empty is left out. */
export function sheetEntry(fields: SheetField[], entered: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const value = valueOf(field, entered[field.name])
      return value === undefined ? [] : [[field.name, value]]
    }),
  )
}

/** The key under which an entry stands. */
export function sheetKey(key: string[], entry: Record<string, unknown>): string {
  return key.map((name) => wordOf(entry[name])).join('/')
}

const wordOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(wordOf).join(',') : value === undefined || value === null ? '' : String(value)

function valueOf(field: SheetField, value: unknown): unknown {
  // A switch that was never touched says no.
  if (field.kind === 'flag') return value === true || (field.optional === true ? undefined : false)
  if (holdsMany(field)) {
    const said = Array.isArray(value) ? value.map((one) => String(one).trim()).filter(Boolean) : []
    if (said.length === 0) return field.optional === true ? undefined : []
    return field.kind === 'dates' ? [...said].sort() : said
  }
  if (field.kind === 'count') return typeof value === 'number' ? value : undefined
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}
