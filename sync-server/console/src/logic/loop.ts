import type { Lifecycle } from '../api/reference'

/** A way from one state to another. */
export interface Edge {
  from: string
  to: string
  events: string[]
}

/** The ways of a lifecycle that lead to another state, those between the same two together. */
export function edgesOf(table: Lifecycle): Edge[] {
  const edges = new Map<string, Edge>()
  for (const row of table.rows) {
    for (const branch of [row.in_time, row.undetermined, row.late]) {
      const to = branch?.to
      if (to === undefined || to === 'same') continue
      for (const from of row.from) {
        if (from === to) continue
        const key = `${from}>${to}`
        const edge = edges.get(key) ?? { from, to, events: [] }
        if (!edge.events.includes(row.event)) edge.events.push(row.event)
        edges.set(key, edge)
      }
    }
  }
  return [...edges.values()]
}

/** The ways that a record went, as `from>to`, by the states that it was in, one after the other. */
export function waysGone(states: string[]): Set<string> {
  const ways = new Set<string>()
  states.forEach((to, at) => {
    const from = states[at - 1]
    if (from !== undefined && from !== to) ways.add(`${from}>${to}`)
  })
  return ways
}

/** How many steps a state is from the first one, by the shortest way; the unreachable come last. */
export function ranksOf(table: Lifecycle): Map<string, number> {
  const first = table.states[0]?.id
  const ranks = new Map<string, number>()
  if (first === undefined) return ranks
  ranks.set(first, 0)
  const edges = edgesOf(table)
  let grown = true
  while (grown) {
    grown = false
    for (const edge of edges) {
      const from = ranks.get(edge.from)
      if (from === undefined || ranks.has(edge.to)) continue
      ranks.set(edge.to, from + 1)
      grown = true
    }
  }
  const last = Math.max(0, ...ranks.values()) + 1
  for (const state of table.states) if (!ranks.has(state.id)) ranks.set(state.id, last)
  return ranks
}
