/** One value that differs, at its place. */
export interface Difference {
  path: string
  before: string
  after: string
}

const shown = (value: unknown): string => (value === undefined ? '—' : JSON.stringify(value))
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What tells entries of a list from one another. */
function nameOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  const name = value['id'] ?? value['code'] ?? value['key'] ?? value['path']
  return typeof name === 'string' ? name : undefined
}

/** Entries by name if all have one and no two the same, else by place. */
function entries(list: unknown[]): Map<string, unknown> {
  const names = list.map(nameOf)
  const named = names.every((name) => name !== undefined) && new Set(names).size === names.length
  return new Map(list.map((value, index) => [named ? String(names[index]) : String(index + 1), value]))
}

/** Every value in which two documents differ, in their order; values alone, not the nodes above. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) =>
      differences(before[key], after[key], path === '' ? key : `${path}.${key}`),
    )
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, fresh] = [entries(before), entries(after)]
    const keys = [...new Set([...old.keys(), ...fresh.keys()])]
    return keys.flatMap((key) => differences(old.get(key), fresh.get(key), `${path}[${key}]`))
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [{ path, before: shown(before), after: shown(after) }]
}
