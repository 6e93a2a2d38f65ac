import type { Reference } from '../api/reference'

/** Something that can be chosen. */
interface Choice {
  value: string
  label: string
}

/** Classes of stations, and kinds of bodies that count as one of them. */
export function stationClasses(
  staffing: Reference['staffing'],
  kindText: (kind: string, name: string) => string,
): Choice[] {
  if (staffing === undefined) return []
  const named = new Map(staffing.station_classes.map((one) => [one.id, one.zh]))
  return [
    ...[...named].map(([value, label]) => ({ value, label })),
    ...Object.entries(staffing.station_class_of).map(([kind, of]) => ({ value: kind, label: kindText(kind, named.get(of) ?? of) })),
  ]
}

/** The powers that rows of the register of delegated powers name, each once. */
export function delegatedPowers(entries: unknown[]): Choice[] {
  const named = new Map<string, string>()
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null) continue
    const { power, zh } = entry as { power?: unknown; zh?: unknown }
    if (typeof power === 'string' && !named.has(power)) named.set(power, typeof zh === 'string' && zh !== '' ? zh : power)
  }
  return [...named].map(([value, label]) => ({ value, label }))
}

/** What a power may be called: as one that was delegated before, or as a paper whose act asks for the power of its name. */
export function namedPowers(delegated: Choice[], reference: Pick<Reference, 'documents' | 'lifecycles'> | undefined): Choice[] {
  const known = new Set(delegated.map((one) => one.value))
  const rows = (reference?.lifecycles ?? []).flatMap((one) => one.rows)
  const asking = rows.filter((row) => row.guards?.includes('power_held') === true).map((row) => row.number ?? '')
  const papers = [...new Set(asking)].filter((code) => code !== '' && !known.has(code))
  return [...delegated, ...papers.map((code) => ({ value: code, label: reference?.documents[code]?.zh ?? code }))]
}
