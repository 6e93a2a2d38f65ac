import { describe, expect, it } from 'vitest'
import { masked } from './masked'

describe('a telephone number', () => {
  it('is hidden in the middle, as the relay does it', () => {
    expect(masked('13900000001')).toBe('139****0001')
    expect(masked('0371-65551234')).toBe('037******1234')
    expect(masked('12345')).toBe('*****')
    expect(masked('139****0001')).toBe('139****0001')
    expect(masked('')).toBe('')
  })
})
