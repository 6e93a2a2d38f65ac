/** How long a period is. */
export const PERIODS = ['month', 'quarter', 'half_year', 'year'] as const

/** One of {@link PERIODS}. */
export type PeriodKind = (typeof PERIODS)[number]

/** Which period of which grid, as the relay is asked. */
export interface Period {
  kind: PeriodKind
  on?: string
  grid?: string
}

const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, half_year: 6, year: 12 }

/** The period some periods earlier, by its first day; without a day there is no telling which. */
export function periodBefore(period: Period, back = 1): Period {
  const [year, month] = (period.on ?? '').split('-').map(Number)
  if (year === undefined || month === undefined || Number.isNaN(month)) return period
  const span = MONTHS[period.kind]
  const begins = Math.floor((month - 1) / span) * span - span * back
  return { ...period, on: new Date(Date.UTC(year, begins, 1)).toISOString().slice(0, 10) }
}
