import { describe, expect, it } from 'vitest'
import { groupingsOf } from './groupings'

describe('the parts that a figure has', () => {
  it('coverage has no finders, headings or severities', () => {
    expect(groupingsOf('coverage', false)).toEqual(['village', 'grid', 'category', 'period'])
    expect(groupingsOf('open', false)).toContain('worker')
  })

  it('townships stand beside each other only where there are several', () => {
    expect(groupingsOf('open', true)[0]).toBe('township')
    expect(groupingsOf('open', false)).not.toContain('township')
  })
})
