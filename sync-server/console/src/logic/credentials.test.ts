import { describe, expect, it } from 'vitest'
import type { Person } from '../api/types'
import { endingCredentials } from './credentials'

const NOW = Date.parse('2026-09-08T08:00:00+08:00')
const person = (...credentials: { valid: boolean; valid_until: string }[]): Person =>
  ({ credentials }) as unknown as Person

describe('certificates that end soon', () => {
  it('are those still good that end within sixty days', () => {
    const people = [
      person({ valid: true, valid_until: '2026-09-30' }, { valid: true, valid_until: '2027-09-30' }),
      person({ valid: true, valid_until: '2026-11-06' }, { valid: true, valid_until: '2026-11-07' }),
      person({ valid: false, valid_until: '2026-08-01' }),
    ]
    expect(endingCredentials(people, NOW)).toBe(2)
  })
})
