// A PMTiles file of one vector tile, written by hand: what a township lays beside its relay.

const varint = (value) => {
  const bytes = []
  for (let left = BigInt(value); ; left >>= 7n) {
    if (left < 128n) return Buffer.from([...bytes, Number(left)])
    bytes.push(Number(left & 127n) | 128)
  }
}
const field = (number, payload) => Buffer.concat([varint((number << 3) | 2), varint(payload.length), payload])
const number = (at, value) => Buffer.concat([varint(at << 3), varint(value)])
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value)

/** A layer with one polygon that fills the tile. */
function layer(name) {
  const ring = [9, zigzag(0), zigzag(0), (3 << 3) | 2, zigzag(4096), 0, 0, zigzag(4096), zigzag(-4096), 0, 15]
  const geometry = Buffer.concat(ring.map(varint))
  const feature = Buffer.concat([number(3, 3), field(4, geometry)])
  return Buffer.concat([number(15, 2), field(1, Buffer.from(name)), field(2, feature), number(5, 4096)])
}

/** The whole world at zoom 0: one layer of water. */
export function pmtiles() {
  const tile = field(3, layer('water'))
  const directory = Buffer.concat([1, 0, 1, tile.length, 1].map(varint))
  const metadata = Buffer.from(JSON.stringify({ vector_layers: [{ id: 'water', fields: {} }] }))
  const head = Buffer.alloc(127)
  head.write('PMTiles', 0)
  head[7] = 3
  const at = [127, directory.length, 127 + directory.length, metadata.length, 0, 0, 127 + directory.length + metadata.length, tile.length, 1, 1, 1]
  at.forEach((value, index) => head.writeBigUInt64LE(BigInt(value), 8 + 8 * index))
  head[96] = 1 // clustered
  head[97] = 1 // nothing compressed inside
  head[98] = 1 // nor the tiles
  head[99] = 1 // vector tiles
  head[100] = 0
  head[101] = 0
  for (const [place, value] of [[102, -1_800_000_000], [106, -850_000_000], [110, 1_800_000_000], [114, 850_000_000]]) {
    head.writeInt32LE(value, place)
  }
  return Buffer.concat([head, directory, metadata, tile])
}
