import type { HistoryEntry } from '../api/types'

/** Whether the clock of a phone that wrote this record was found wrong. What the relay attests bears its own clock. */
export function isClockFlagged(history: HistoryEntry[]): boolean {
  return history.some((entry) => entry.clock_flagged && !entry.attested_by_relay)
}
