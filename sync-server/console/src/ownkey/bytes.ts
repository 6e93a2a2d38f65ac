/** Bytes of hexadecimal text. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16)
  }
  return bytes
}

/** Hexadecimal text of bytes. */
export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The sixteen bytes of a UUID. */
export const idBytes = (id: string): Uint8Array<ArrayBuffer> => fromHex(id.replaceAll('-', ''))

/** Parts behind one another. */
export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** SHA-256. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

const encoder = new TextEncoder()

/** The bytes of a text in UTF-8. */
export const textBytes = (text: string): Uint8Array<ArrayBuffer> => joined(encoder.encode(text))

/** A hash with its purpose in front, as the protocol makes them. */
export function labelled(label: string, ...parts: Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const name = encoder.encode(label)
  return sha256(joined(Uint8Array.of(name.length), name, ...parts))
}
