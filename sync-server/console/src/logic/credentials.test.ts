import { describe, expect, it } from 'vitest'
import type { Person } from '../api/types'
import { endingCredentials } from './credentials'

const person = (...credentials: { expires_soon: boolean }[]): Person => ({ credentials }) as unknown as Person

describe('certificates that end soon', () => {
  it('are those of which the relay says so', () => {
    const people = [person({ expires_soon: true }, { expires_soon: false }), person({ expires_soon: true }), person()]
    expect(endingCredentials(people)).toBe(2)
  })
})
