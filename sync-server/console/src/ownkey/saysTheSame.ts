import { toHex } from './bytes'
import type { Read } from './cbor'

/**
 * Whether an event as it stands in an envelope says what the person asked for, no more and no less.
 * Ids and hashes are bytes there and text here; a field that is absent here is null, empty or false
 * there.
 */
export function saysTheSame(there: Read | undefined, here: unknown): boolean {
  if (here === undefined || here === null) return isNothing(there)
  if (there instanceof Uint8Array) {
    return typeof here === 'string' && here.replaceAll('-', '').toLowerCase() === toHex(there)
  }
  if (there instanceof Map) {
    if (typeof here !== 'object' || Array.isArray(here)) return false
    const asked = here as Record<string, unknown>
    const names = [...there.keys()].map(String)
    return (
      names.every((name) => saysTheSame(there.get(name), asked[name])) &&
      Object.keys(asked).every((name) => names.includes(name) || isEmpty(asked[name]))
    )
  }
  if (Array.isArray(there)) {
    return (
      Array.isArray(here) &&
      here.length === there.length &&
      there.every((one, index) => saysTheSame(one, here[index]))
    )
  }
  return there === here
}

function isNothing(value: Read | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === undefined || value === null || value === '' || value === false
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined
