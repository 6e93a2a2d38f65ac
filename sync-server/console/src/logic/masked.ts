const HEAD = 3
const TAIL = 4

/** A telephone number with its middle hidden, as the relay hides it. */
export function masked(phone: string): string {
  const signs = [...phone]
  if (signs.length < HEAD + TAIL) return '*'.repeat(signs.length)
  return signs.map((sign, at) => (at < HEAD || at + TAIL >= signs.length ? sign : '*')).join('')
}
