import { describe, expect, it } from 'vitest'
import { pointsText, strokesOf } from './strokes'

const held = (value: unknown): string => btoa(JSON.stringify(value))
const good = { format: 1, width: 720, height: 320, strokes: [[[96, 70], [150, 66]], [[92, 150]]] }

describe('the strokes of a signature', () => {
  it('are read as they were written', () => {
    expect(strokesOf(held(good))).toEqual({ width: 720, height: 320, lines: good.strokes })
    expect(pointsText([[96, 70], [150, 66]])).toBe('96,70 150,66')
  })

  it('what a paper could not draw is none', () => {
    const bad = [
      { ...good, format: 2 },
      { ...good, width: 0 },
      { ...good, height: 200_000 },
      { ...good, strokes: [[[721, 1]]] },
      { ...good, strokes: [[['1', 1]]] },
      { ...good, strokes: 'x' },
      null,
    ]
    for (const one of bad) expect(strokesOf(held(one))).toBeUndefined()
    expect(strokesOf('not base64!')).toBeUndefined()
    expect(strokesOf('')).toBeUndefined()
  })
})
