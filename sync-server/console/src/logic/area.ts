/** An area kept in square decimetres, as people write it: `394.92 m²`. */
export function squareMetersText(squareDecimeters: number): string {
  return `${String(squareDecimeters / 100)} m²`
}
