import { makeStore } from './store'

/**
 * The relay's clock as it was told last, milliseconds since 1970. Days, deadlines and months go by it:
 * a browser may be wrong, and in a demonstration it is another month.
 */
export const relayClock = makeStore<number | undefined>(undefined)

/** Notes what the relay's clock said in an answer. */
export function tellTime<T extends { now: number }>(answer: T): T {
  relayClock.set(answer.now)
  return answer
}
