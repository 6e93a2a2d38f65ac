/** Fen as yuan: `12.50`. */
export function yuanText(fen: number): string {
  return `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`
}
