import { describe, expect, it } from 'vitest'
import table from '../../../../fixtures/lifecycle/rectification.json'
import type { Lifecycle } from '../api/reference'
import { edgesOf, ranksOf, waysGone } from './loop'

const loop = table as unknown as Lifecycle

describe('the loop drawn from its table', () => {
  it('has a way for every row that leads elsewhere', () => {
    const edges = edgesOf(loop)
    const closing = edges.find((edge) => edge.from === 'rechecking' && edge.to === 'closed')
    expect(closing?.events).toContain('recheck_passed')
    expect(edges.every((edge) => edge.from !== edge.to)).toBe(true)
  })

  it('marks the ways that were gone, and no other between the same states', () => {
    const gone = waysGone(['draft', 'served', 'served', 'overdue', 'urged', 'escalated'])
    expect([...gone]).toEqual(['draft>served', 'served>overdue', 'overdue>urged', 'urged>escalated'])
  })

  it('places every state, the first in front', () => {
    const ranks = ranksOf(loop)
    expect(ranks.size).toBe(loop.states.length)
    expect(ranks.get('draft')).toBe(0)
    expect(ranks.get('found')).toBe(1)
  })
})
