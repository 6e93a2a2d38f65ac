import { describe, expect, it } from 'vitest'
import { breakdown, rateText, UNPLACED } from './breakdown'

const PLACES: Record<string, string> = { a: '甲村', b: '甲村', c: '乙村', d: '甲村' }
const placeOf = (id: string) => {
  const name = PLACES[id]
  return name === undefined ? undefined : { key: name, name }
}

describe('a breakdown', () => {
  it('adds up to its figure, the most first', () => {
    expect(breakdown(['a', 'c'], ['b', 'd'], placeOf)).toEqual([
      { key: '甲村', name: '甲村', met: ['a'], unmet: ['b', 'd'] },
      { key: '乙村', name: '乙村', met: ['c'], unmet: [] },
    ])
  })

  it('what cannot be placed is not dropped, and stands last', () => {
    const lines = breakdown(['x', 'y', 'z'], ['c'], placeOf)
    expect(lines.map((line) => line.key)).toEqual(['乙村', UNPLACED])
    expect(lines[1]?.met).toEqual(['x', 'y', 'z'])
  })

  it('of nothing there is no rate, and a rate is never rounded up', () => {
    expect(rateText(0, 0)).toBe('0/0（—）')
    expect(rateText(2, 3)).toBe('2/3（66.66%）')
    expect(rateText(99_999, 100_000)).toBe('99999/100000（99.99%）')
  })
})
