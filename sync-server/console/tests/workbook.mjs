// What a workbook holds, read as a zip of XML: enough to see whether a cell is a formula.
import { inflateRawSync } from 'node:zlib'

/** Every file of a zip by its name. */
export function unzipped(bytes) {
  const files = {}
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== 0x06054b50) end -= 1
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = bytes.readUInt16LE(at + 10)
    const size = bytes.readUInt32LE(at + 20)
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place))
    const local = bytes.readUInt32LE(at + 42)
    const path = bytes.toString('utf8', at + 46, at + 46 + name)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + size)
    files[path] = (method === 0 ? packed : inflateRawSync(packed)).toString('utf8')
    at += 46 + name + extra + comment
  }
  return files
}
