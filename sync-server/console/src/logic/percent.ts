/** Hundredths, as points and rates come: `82.05`, a dash if there is none. */
export function hundredthsText(hundredths: number | null | undefined): string {
  return hundredths == null ? '—' : (hundredths / 100).toFixed(2)
}

/** Hundredths of a percent: `82.05%`, a dash if there is none. */
export function percentText(basisPoints: number | null | undefined): string {
  return basisPoints == null ? '—' : `${hundredthsText(basisPoints)}%`
}
