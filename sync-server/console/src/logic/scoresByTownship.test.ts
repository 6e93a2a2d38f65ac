import { describe, expect, it } from 'vitest'
import { pointsEach, scoresByTownship } from './scoresByTownship'

const worker = (points: number, townships: string, certified = '是') => ({ points: String(points), certified, townships })

describe('scores by township', () => {
  it('are those of its workers; who works in two stands with both', () => {
    const lines = scoresByTownship([worker(6, '甲镇'), worker(-1, '甲镇', '否'), worker(4, '甲镇、乙镇')])
    expect(lines).toEqual([
      { name: '乙镇', workers: 1, certified: 1, points: 4 },
      { name: '甲镇', workers: 3, certified: 2, points: 9 },
    ])
    expect(lines.map(pointsEach)).toEqual(['4.0', '3.0'])
  })

  it('a relay of before names no townships', () => {
    expect(scoresByTownship([worker(6, '')])).toEqual([])
  })
})
