/** Longitude and latitude in degrees. */
export type Point = [number, number]

/** In which coordinates a base map is drawn. */
export type Coordinates = 'wgs84' | 'cgcs2000' | 'gcj02' | 'bd09'

// The ellipsoid of Krasovsky 1940, on which GCJ-02 computes its shift.
const AXIS = 6_378_245
const ECCENTRICITY = 0.006_693_421_622_965_943
const RAD = Math.PI / 180
const BD = (Math.PI * 3_000) / 180

const wave = (x: number, ...parts: [number, number][]): number =>
  parts.reduce((sum, [size, per]) => sum + size * Math.sin(x * per * Math.PI), 0)

/** GCJ-02 shifts within this box alone. */
const isShifted = ([x, y]: Point): boolean =>
  x >= 72.004 && x <= 137.8347 && y >= 0.8293 && y <= 55.8271

function gcj02([longitude, latitude]: Point): Point {
  const [x, y] = [longitude - 105, latitude - 35]
  const common = (wave(x, [20, 6], [20, 2]) * 2) / 3
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + common +
    (wave(y, [20, 1], [40, 1 / 3]) * 2) / 3 + (wave(y, [160, 1 / 12], [320, 1 / 30]) * 2) / 3
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + common +
    (wave(x, [20, 1], [40, 1 / 3]) * 2) / 3 + (wave(x, [150, 1 / 12], [300, 1 / 30]) * 2) / 3
  const sine = Math.sin(latitude * RAD)
  const bend = 1 - ECCENTRICITY * sine * sine
  const meridian = (AXIS * (1 - ECCENTRICITY)) / (bend * Math.sqrt(bend))
  const parallel = (AXIS / Math.sqrt(bend)) * Math.cos(latitude * RAD)
  return [longitude + east / (parallel * RAD), latitude + north / (meridian * RAD)]
}

function bd09([x, y]: Point): Point {
  const length = Math.hypot(x, y) + 0.000_02 * Math.sin(y * BD)
  const angle = Math.atan2(y, x) + 0.000_003 * Math.cos(x * BD)
  return [length * Math.cos(angle) + 0.0065, length * Math.sin(angle) + 0.006]
}

/**
 * Where a point of WGS-84 lies on a base map drawn in other coordinates. CGCS2000 and WGS-84 differ
 * by centimetres: no map shows that. Nothing that is stored is ever changed.
 */
export function onBaseMap(coordinates: Coordinates, point: Point): Point {
  if (coordinates === 'wgs84' || coordinates === 'cgcs2000' || !isShifted(point)) return point
  const shifted = gcj02(point)
  return coordinates === 'gcj02' ? shifted : bd09(shifted)
}
