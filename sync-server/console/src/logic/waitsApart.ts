/** What is known of an envelope that stands apart. */
export interface Apart {
  is_final: boolean
}

/** So many stand apart that somebody can still admit: what is refused for good asks nothing of anybody. */
export function waitsApart(envelopes: readonly Apart[]): number {
  return envelopes.filter((one) => !one.is_final).length
}
