import { joined, textBytes } from './bytes'

/** What a header is made of. */
export type Cbor = number | string | null | Uint8Array | Cbor[]

function head(major: number, value: number): Uint8Array {
  if (value < 24) return Uint8Array.of((major << 5) | value)
  if (value < 0x100) return Uint8Array.of((major << 5) | 24, value)
  if (value < 0x1_0000) return Uint8Array.of((major << 5) | 25, value >> 8, value & 255)
  const wide = value >= 0x1_0000_0000
  const bytes = new Uint8Array(wide ? 9 : 5)
  bytes[0] = (major << 5) | (wide ? 27 : 26)
  const view = new DataView(bytes.buffer)
  if (wide) view.setBigUint64(1, BigInt(value))
  else view.setUint32(1, value)
  return bytes
}

/** Deterministic CBOR: definite lengths, shortest integers. */
export function encode(value: Cbor): Uint8Array<ArrayBuffer> {
  if (value === null) return Uint8Array.of(0xf6)
  if (typeof value === 'number') return joined(value < 0 ? head(1, -1 - value) : head(0, value))
  if (typeof value === 'string') {
    const bytes = textBytes(value)
    return joined(head(3, bytes.length), bytes)
  }
  if (value instanceof Uint8Array) return joined(head(2, value.length), value)
  return joined(head(4, value.length), ...value.map(encode))
}

/** What CBOR may hold when it is read; a map keeps its order. */
export type Read = number | bigint | string | boolean | null | Uint8Array | Read[] | Map<Read, Read>

/** Reads one value; throws on what is not CBOR or goes on after it. */
export function decode(bytes: Uint8Array): Read {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const length = (info: number): number => {
    if (info < 24) return info
    const size = 1 << (info - 24)
    if (info > 27) throw new Error('an indefinite length')
    const value =
      size === 1
        ? view.getUint8(at)
        : size === 2
          ? view.getUint16(at)
          : size === 4
            ? view.getUint32(at)
            : Number(view.getBigUint64(at))
    at += size
    return value
  }
  const one = (depth: number): Read => {
    if (depth > 32) throw new Error('too deep')
    const first = view.getUint8(at)
    at += 1
    const [major, info] = [first >> 5, first & 31]
    if (major === 7) {
      if (info === 20 || info === 21) return info === 21
      if (info === 22) return null
      throw new Error('a value of no known kind')
    }
    const size = length(info)
    if (major === 0) return size
    if (major === 1) return -1 - size
    if (major === 2 || major === 3) {
      const part = bytes.slice(at, at + size)
      if (part.length !== size) throw new Error('cut short')
      at += size
      return major === 2 ? part : new TextDecoder('utf-8', { fatal: true }).decode(part)
    }
    if (major === 4) return Array.from({ length: size }, () => one(depth + 1))
    if (major !== 5) throw new Error('a tag')
    const map = new Map<Read, Read>()
    for (let n = 0; n < size; n += 1) map.set(one(depth + 1), one(depth + 1))
    return map
  }
  const value = one(0)
  if (at !== bytes.length) throw new Error('something follows')
  return value
}
