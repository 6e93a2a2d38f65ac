import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './bytes'
import { decode, encode } from './cbor'
import { saysTheSame } from './saysTheSame'

describe('cbor', () => {
  it('writes the shortest form', () => {
    const forms: [Parameters<typeof encode>[0], string][] = [
      [0, '00'],
      [23, '17'],
      [24, '1818'],
      [255, '18ff'],
      [256, '190100'],
      [65_536, '1a00010000'],
      [1_788_192_000_000, '1b000001a0588c8800'],
      [-1, '20'],
      [null, 'f6'],
      ['镇', '63e99587'],
      [[1, [], fromHex('00ff')], '8301804200ff'],
    ]
    for (const [value, hex] of forms) expect(toHex(encode(value)), hex).toBe(hex)
  })

  it('reads what it wrote, and nothing that is cut short or goes on', () => {
    expect(decode(encode([7, 'a', null]))).toEqual([7, 'a', null])
    expect(() => decode(fromHex('4200'))).toThrow()
    expect(() => decode(fromHex('0000'))).toThrow()
    expect(() => decode(fromHex('9fff'))).toThrow()
  })

  it('an event is the one that was asked for, or not', () => {
    // {"urged": {"days": 3}}
    const urged = decode(fromHex('a1657572676564a16464617973' + '03'))
    expect(saysTheSame(urged, { urged: { days: 3 } })).toBe(true)
    expect(saysTheSame(urged, { urged: { days: 4 } })).toBe(false)
    expect(saysTheSame(urged, { urged: {} })).toBe(false)
    expect(saysTheSame(urged, { urged: { days: 3, more: 1 } })).toBe(false)
    expect(saysTheSame(urged, 'urged')).toBe(false)
    expect(saysTheSame(new Uint8Array([1, 2]), '0102')).toBe(true)
    expect(saysTheSame(new Uint8Array([1, 2]), '0103')).toBe(false)
    expect(saysTheSame(new Map([['note', '']]), {})).toBe(true)
    expect(saysTheSame(new Map([['note', 'x']]), {})).toBe(false)
  })
})
