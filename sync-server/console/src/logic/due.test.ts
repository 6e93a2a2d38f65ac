import { describe, expect, it } from 'vitest'
import { dueState, weekAfter } from './due'
import { dayText, timeText } from './time'

const china = (day: number, hour: number): number => Date.UTC(2026, 8, day, hour - 8)

describe('deadlines by the calendar of China', () => {
  it('counts whole days, and a midnight belongs to the day that it ends', () => {
    const now = china(8, 23)
    expect(dueState(china(12, 0), now)).toEqual({ kind: 'left', days: 3 })
    expect(dueState(china(9, 0), now)).toEqual({ kind: 'today' })
    expect(dueState(china(8, 22), now)).toEqual({ kind: 'over', days: 0 })
    expect(dueState(china(6, 0), now)).toEqual({ kind: 'over', days: 3 })
    expect(dueState(null, now)).toEqual({ kind: 'none' })
  })

  it('a week ends with its seventh day', () => {
    expect(weekAfter(china(8, 15))).toBe(china(16, 0))
  })

  it('shows times as an office in China reads them', () => {
    expect(timeText(china(8, 9))).toBe('2026-09-08 09:00')
    expect(dayText(china(9, 0) - 1)).toBe('2026-09-08')
  })
})
