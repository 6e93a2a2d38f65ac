/** A policy pack as its file holds it: the text that was signed, and the signature. */
export interface Signed {
  pack: string
  signature: string
}

/** The pack in what was read of a file or kept of one; nothing if it is none. */
export function signedIn(value: unknown): Signed | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { pack, signature } = value as Partial<Signed>
  return typeof pack === 'string' && typeof signature === 'string' ? { pack, signature } : undefined
}
