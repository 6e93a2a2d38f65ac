import { describe, expect, it } from 'vitest'
import { periodBefore } from './period'

describe('the period before', () => {
  it('goes over the turn of the year', () => {
    expect(periodBefore({ kind: 'month', on: '2026-01-31' }).on).toBe('2025-12-01')
    expect(periodBefore({ kind: 'quarter', on: '2026-02-28' }).on).toBe('2025-10-01')
    expect(periodBefore({ kind: 'half_year', on: '2026-09-08' }).on).toBe('2026-01-01')
    expect(periodBefore({ kind: 'year', on: '2026-09-08' }).on).toBe('2025-01-01')
  })

  it('some periods back, of the same grid', () => {
    const period = { kind: 'month', on: '2026-03-31', grid: 'g' } as const
    expect(periodBefore(period, 3)).toEqual({ kind: 'month', on: '2025-12-01', grid: 'g' })
    expect(periodBefore(period, 0).on).toBe('2026-03-01')
  })
})
