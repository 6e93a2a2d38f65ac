import { describe, expect, it } from 'vitest'
import { onBaseMap, type Point } from './coordinates'

const BEIJING: Point = [116.391_244, 39.907_375]

describe('coordinates of base maps', () => {
  it('shifts as the two systems do, to within two metres of published pairs', () => {
    // 天安门: the same place as WGS-84, GCJ-02 and BD-09 name it.
    const gcj = onBaseMap('gcj02', BEIJING)
    expect(gcj[0]).toBeCloseTo(116.397_486, 4)
    expect(gcj[1]).toBeCloseTo(39.908_777, 4)
    const bd = onBaseMap('bd09', BEIJING)
    expect(bd[0]).toBeCloseTo(116.403_861, 4)
    expect(bd[1]).toBeCloseTo(39.915_106, 4)
  })

  it('leaves the others, and places elsewhere, as they are', () => {
    expect(onBaseMap('wgs84', BEIJING)).toEqual(BEIJING)
    expect(onBaseMap('cgcs2000', BEIJING)).toEqual(BEIJING)
    expect(onBaseMap('gcj02', [2.35, 48.85])).toEqual([2.35, 48.85])
  })
})
