/** What is broken down: figures of the period, and what stands open now. */
export const MEASURES = ['open', 'timely_close', 'recheck', 'recheck_in_time', 'coverage'] as const
/** One of {@link MEASURES}. */
export type Measure = (typeof MEASURES)[number]

/** By what it may be broken down. */
export const GROUPINGS = ['township', 'village', 'grid', 'category', 'heading', 'severity', 'worker', 'period'] as const
/** One of {@link GROUPINGS}. */
export type Grouping = (typeof GROUPINGS)[number]

/** Premises were found by nobody, and have neither heading nor severity. */
const OF_HAZARDS: Grouping[] = ['heading', 'severity', 'worker']

/** By what a figure may be broken down; by township only what is of several. */
export function groupingsOf(measure: Measure, county: boolean): Grouping[] {
  return GROUPINGS.filter(
    (one) => (county || one !== 'township') && (measure !== 'coverage' || !OF_HAZARDS.includes(one)),
  )
}
