import { expect, test } from 'vitest'
import { relayClock, tellTime } from './relayClock'

test('the clock is what the newest answer said, also if a relay was set back', () => {
  expect(relayClock.get()).toBeUndefined()
  const answer = { now: 1_788_192_000_000, demo: true }
  expect(tellTime(answer)).toBe(answer)
  expect(relayClock.get()).toBe(1_788_192_000_000)
  tellTime({ now: 1_788_100_000_000 })
  expect(relayClock.get()).toBe(1_788_100_000_000)
})
