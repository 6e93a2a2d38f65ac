import { describe, expect, it } from 'vitest'
import { drawPlan, mayReveal, nextRound } from './drawPlan'

describe('a draw', () => {
  it('is asked for with what was entered; what policy says is left to policy', () => {
    const plan = drawPlan({
      title: ' 第三季度双随机抽查 ',
      authority: '青峰镇人民政府',
      round: 3,
      public_source: '双色球第2026108期',
      public_value_on: '2026-09-20',
      grid: '',
      team_size: null,
    })
    expect(plan).toEqual({
      title: '第三季度双随机抽查',
      authority: '青峰镇人民政府',
      round: 3,
      public_source: '双色球第2026108期',
      public_value_on: '2026-09-20',
      exclusions: [],
      recusals: [],
      inspectors_out: [],
    })
  })

  it('names who and what is left out, each with its reason', () => {
    const plan = drawPlan({
      grid: 'g',
      checked_since: '2026-07-01',
      team_size: 3,
      exclusions: [{ target: 'p', reason: 'under_case' }],
      recusals: [{ inspector: 'u', target: 'p', reason: 'other', note: ' 同学 ' }],
      inspectors_out: [{ inspector: 'v', note: '休假' }],
    })
    expect(plan).toMatchObject({
      grid: 'g',
      checked_since: '2026-07-01',
      team_size: 3,
      exclusions: [{ target: 'p', reason: 'under_case', note: '' }],
      recusals: [{ inspector: 'u', target: 'p', reason: 'other', note: '同学' }],
      inspectors_out: [{ inspector: 'v', note: '休假' }],
    })
  })

  it('follows the last of its series', () => {
    expect(nextRound([])).toBe(1)
    expect(nextRound([{ round: 2 }, { round: 7 }, { round: 3 }])).toBe(8)
  })

  it('is drawn once, and not before the day of the public value', () => {
    const draw = { is_drawn: false, public_value_on: '2026-09-20' }
    expect(mayReveal(draw, '2026-09-19')).toBe(false)
    expect(mayReveal(draw, '2026-09-20')).toBe(true)
    expect(mayReveal(draw, '')).toBe(false)
    expect(mayReveal({ ...draw, is_drawn: true }, '2026-09-21')).toBe(false)
  })
})
