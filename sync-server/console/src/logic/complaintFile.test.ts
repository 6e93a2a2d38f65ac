import { describe, expect, it } from 'vitest'
import { complaintFile } from './complaintFile'

describe('a file of complaints', () => {
  it('is counted before anything is entered', () => {
    const found = complaintFile('编号,内容,地址\nA1,电动车进楼,场镇\nA1,又来一次,场镇\n,没有编号,\n')
    expect(found.rows.length).toBe(3)
    expect([found.missing, found.twice, found.empty]).toEqual([[], 1, 1])
  })

  it('tells which heading is missing', () => {
    expect(complaintFile('工单编号,说明\nA1,x\n').missing).toEqual(['诉求内容'])
  })
})
