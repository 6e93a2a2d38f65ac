/** A signature as it was written: lines of points in a field. */
export interface Strokes {
  width: number
  height: number
  lines: [number, number][][]
}

/** The field that a paper can draw is no larger. */
const MOST = 100_000

function isPoint(value: unknown, width: number, height: number): value is [number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [x, y] = value as unknown[]
  return typeof x === 'number' && typeof y === 'number' && x >= 0 && x <= width && y >= 0 && y <= height
}

/** Reads what a signature holds; nothing, where a paper could not draw it either. */
export function strokesOf(held: string): Strokes | undefined {
  try {
    const value: unknown = JSON.parse(atob(held))
    if (typeof value !== 'object' || value === null) return undefined
    const { format, width, height, strokes } = value as Record<string, unknown>
    if (format !== 1 || typeof width !== 'number' || typeof height !== 'number' || !Array.isArray(strokes)) return undefined
    if (width < 1 || height < 1 || width > MOST || height > MOST) return undefined
    const lines = strokes as unknown[]
    const good = lines.every((line) => Array.isArray(line) && line.every((point) => isPoint(point, width, height)))
    return good ? { width, height, lines: lines as [number, number][][] } : undefined
  } catch {
    return undefined
  }
}

/** A line as the points of a polyline. */
export function pointsText(line: [number, number][]): string {
  return line.map(([x, y]) => `${String(x)},${String(y)}`).join(' ')
}
