import type { Lifecycle } from '../api/reference'
import type { ListItem } from '../api/types'

/** Records by kind and status, as the summary counts them. */
export type Counts = Record<string, Record<string, number>>

/** States of a table that nothing leads out of: what is in one is owed no more. */
export function endStates(table: Lifecycle): Set<string> {
  const left = new Set(table.rows.flatMap((row) => row.from))
  return new Set(table.states.map((state) => state.id).filter((id) => !left.has(id)))
}

/** The tables of which something stands open: only their lists are worth asking for. */
export function tablesWithOpen(tables: Lifecycle[], counts: Counts): Lifecycle[] {
  return tables.filter((table) => {
    const ended = endStates(table)
    return Object.entries(counts[table.kind] ?? {}).some(
      ([status, count]) => count > 0 && status !== 'draft' && !ended.has(status),
    )
  })
}

/** Open cases of several registers, the nearest deadline first. */
export function byDeadline(tables: Lifecycle[], items: ListItem[]): ListItem[] {
  const ended = new Map(tables.map((table) => [table.kind, endStates(table)]))
  return items
    .filter((item) => item.due != null && item.status !== 'draft' && ended.get(item.kind)?.has(item.status) !== true)
    .sort((a, b) => (a.due ?? 0) - (b.due ?? 0))
}
