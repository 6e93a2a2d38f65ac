import type { EntryField } from '../api/registerForm'

const MANY = new Set(['codes', 'names', 'people', 'grids', 'counts', 'rows'])

/** Whether a field of an entry holds several values; none is a value too. */
export const isMany = (field: EntryField): boolean => MANY.has(field.kind)

/** What was entered in the fields of a register's form, as the entry; what was left empty is left out. */
export function registerEntry(fields: EntryField[], entered: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const value = valueOf(field, entered[field.name])
      return value === undefined ? [] : [[field.name, value]]
    }),
  )
}

/** The key of a row; `undefined` if it is free. */
export function registerKey(key: string[], entry: Record<string, unknown>, from: string): string | undefined {
  if (key.length === 0) return undefined
  return key
    .map((part) => (part === '@from' ? from : part.startsWith('=') ? part.slice(1) : wordOf(entry[part])))
    .filter((part) => part !== '')
    .join('/')
}

const wordOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

function valueOf(field: EntryField, value: unknown): unknown {
  const parts = field.fields ?? []
  if (field.kind === 'group') {
    const group = registerEntry(parts, record(value))
    // An empty list and a switch that says no are no sign that the part was filled in.
    const isSaid = Object.values(group).some((one) => one !== false && !(Array.isArray(one) && one.length === 0))
    return field.optional === true && !isSaid ? undefined : group
  }
  if (isMany(field)) {
    const many = manyOf(field, Array.isArray(value) ? value : [])
    return many.length === 0 && field.optional === true ? undefined : many
  }
  // A switch that was never touched says no.
  if (field.kind === 'flag') return value === true || (field.optional === true ? undefined : false)
  if (field.kind === 'count') return typeof value === 'number' ? value : undefined
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}

function manyOf(field: EntryField, values: unknown[]): unknown[] {
  if (field.kind === 'rows') return values.map((row) => registerEntry(field.fields ?? [], record(row)))
  const texts = values.map((one) => String(one).trim()).filter((one) => one !== '')
  if (field.kind !== 'counts') return texts
  return texts.map(Number).filter((one) => Number.isInteger(one) && one >= 0)
}
