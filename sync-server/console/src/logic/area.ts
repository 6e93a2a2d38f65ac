import type { Scalar } from '../api/types'

/** An area kept in square decimetres, as people write it: `394.92 m²`. */
export function squareMetersText(squareDecimeters: number): string {
  return `${String(squareDecimeters / 100)} m²`
}

/** The value of a field that holds an area, as people write it; nothing for other fields and what is no number. */
export function areaText(key: string, value: Scalar | undefined): string | undefined {
  if (!key.endsWith('_square_decimeters')) return undefined
  if (typeof value === 'number') return squareMetersText(value)
  return typeof value === 'string' && /^-?\d+$/.test(value) ? squareMetersText(Number(value)) : undefined
}
