import { describe, expect, it } from 'vitest'
import { csvRows, decoded } from './csv'

describe('csv', () => {
  it('quotes hold commas, quotes and line ends', () => {
    expect(csvRows('\uFEFFa,b\r\n"1,2","他说""好""\n走了"\r\n\r\n3,')).toEqual([
      ['a', 'b'],
      ['1,2', '他说"好"\n走了'],
      ['3', ''],
    ])
  })

  it('reads what is written in GBK', () => {
    // 编号 in GBK.
    expect(decoded(new Uint8Array([0xb1, 0xe0, 0xba, 0xc5]).buffer)).toBe('编号')
    expect(decoded(new TextEncoder().encode('编号').buffer as ArrayBuffer)).toBe('编号')
  })
})
