import { describe, expect, it } from 'vitest'
import table from '../../../../fixtures/lifecycle/rectification.json'
import type { Lifecycle } from '../api/reference'
import { whyNot } from './whyNot'

const loop = table as unknown as Lifecycle
const card = { status: 'overdue', life_threat: false, urged: false, allowed_actions: [], own_key_actions: [] }

describe('why an act is not offered', () => {
  it('is nothing where it is', () => {
    expect(whyNot({ ...card, allowed_actions: ['urged'] }, 'urged', false, loop)).toBeUndefined()
    expect(whyNot({ ...card, own_key_actions: ['urged'] }, 'urged', true, loop)).toBeUndefined()
  })

  it('is the key that is not here, or where the hazard stands', () => {
    expect(whyNot({ ...card, own_key_actions: ['urged'] }, 'urged', false, loop)).toEqual({ by: 'key' })
    expect(whyNot({ ...card, status: 'closed' }, 'urged', false, loop)).toEqual({ by: 'status' })
  })

  it('is the rule that the relay goes by', () => {
    const because = (reason: string) => ({ by: 'rule', reason })
    expect(whyNot({ ...card, life_threat: true }, 'urged', false, loop)).toEqual(because('life_threat_goes_up'))
    expect(whyNot({ ...card, urged: true }, 'urged', false, loop)).toEqual(because('urged_before'))
    expect(whyNot({ ...card, status: 'urged', urged: true }, 'escalated', false, loop)).toEqual(because('urge_still_runs'))
    expect(whyNot({ ...card, life_threat: true }, 'escalated', false, loop)).toEqual(because('urge_first'))
  })

  it('is not guessed at', () => {
    expect(whyNot(card, 'urged', false, loop)).toEqual({ by: 'other' })
    expect(whyNot(card, 'urged', false, undefined)).toEqual({ by: 'other' })
  })
})
