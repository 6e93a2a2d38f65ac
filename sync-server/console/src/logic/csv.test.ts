import { describe, expect, it } from 'vitest'
import { csvRows, csvText, decoded } from './csv'

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

  it('what is written comes back, and begins with a byte order mark', () => {
    const rows = [['名称', '说明'], ['甲"村"', '1,2\n3']]
    expect(csvText(rows).startsWith('\uFEFF"名称"')).toBe(true)
    expect(csvRows(csvText(rows))).toEqual(rows)
  })

  it('a cell that a spreadsheet would reckon with is text', () => {
    for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', "+cmd|' /C calc'!A0"]) {
      expect(csvText([[formula]]).slice(1), formula).toMatch(/^"'/)
    }
    expect(csvText([['12/15（80.00%）']]).slice(1)).toBe('"12/15（80.00%）"\r\n')
  })
})
