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
