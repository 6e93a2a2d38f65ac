/** Offices work by the calendar of China, wherever the browser is. */
const CHINA_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** How near a deadline is. */
export type DueState =
  | { kind: 'none' }
  | { kind: 'over'; days: number }
  | { kind: 'today' }
  | { kind: 'left'; days: number }

/** The number of a day in China. */
export function chinaDay(ms: number): number {
  return Math.floor((ms + CHINA_MS) / DAY_MS)
}

/** How near a deadline is at this instant. */
export function dueState(due: number | null | undefined, now: number): DueState {
  if (due === null || due === undefined) return { kind: 'none' }
  // A deadline at the stroke of midnight belongs to the day that ends with it.
  const days = chinaDay(due - 1) - chinaDay(now)
  if (due <= now) return { kind: 'over', days: Math.max(0, -days) }
  return days === 0 ? { kind: 'today' } : { kind: 'left', days }
}

/** The seven days that end after this instant. */
export function weekAfter(now: number): number {
  return (chinaDay(now) + 8) * DAY_MS - CHINA_MS
}
