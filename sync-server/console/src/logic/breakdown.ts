/** Where a record belongs in a breakdown. */
export interface Place {
  key: string
  name: string
}

/** A line of a breakdown: the records that count, and the rest of what they are counted of. */
export interface BreakdownLine extends Place {
  met: string[]
  unmet: string[]
}

/** The key of what could not be placed. */
export const UNPLACED = ''

/**
 * A figure's records by where they belong, the most first. Nothing is dropped: what cannot be placed
 * stands in a line of its own, the last, so that the lines add up to the figure.
 */
export function breakdown(
  met: string[],
  unmet: string[],
  placeOf: (id: string) => Place | undefined,
): BreakdownLine[] {
  const lines = new Map<string, BreakdownLine>()
  const add = (id: string, part: 'met' | 'unmet'): void => {
    const place = placeOf(id) ?? { key: UNPLACED, name: '' }
    const line = lines.get(place.key) ?? { ...place, met: [], unmet: [] }
    line[part].push(id)
    lines.set(place.key, line)
  }
  for (const id of met) add(id, 'met')
  for (const id of unmet) add(id, 'unmet')
  const size = (line: BreakdownLine): number => line.met.length + line.unmet.length
  return [...lines.values()].sort((a, b) => {
    if ((a.key === UNPLACED) !== (b.key === UNPLACED)) return a.key === UNPLACED ? 1 : -1
    return size(b) - size(a) || a.name.localeCompare(b.name, 'zh')
  })
}

/** Both numbers and their rate, as the relay writes a figure; of nothing there is no rate. */
export function rateText(met: number, all: number): string {
  if (all === 0) return '0/0（—）'
  const basisPoints = Math.floor((met * 10_000) / all)
  return `${String(met)}/${String(all)}（${(basisPoints / 100).toFixed(2)}%）`
}
