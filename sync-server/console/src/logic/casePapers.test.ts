import { describe, expect, it } from 'vitest'
import { casePapers } from './casePapers'

describe('papers of a case', () => {
  it('are those that its steps made', () => {
    expect(casePapers([{ step: 'letter.warn' }, { step: 'letter.kept' }])).toEqual(['commitment'])
    expect(casePapers([{ step: 'order.issue_yearly' }])).toEqual(['supervision'])
    expect(casePapers([{ step: 'letter.knock' }, { step: 'letter.doorstep' }])).toEqual(['promise'])
  })

  it('are none before: the relay would refuse to make them', () => {
    expect(casePapers([])).toEqual([])
    expect(casePapers([{ step: 'order.assign' }, { step: 'meeting.hold' }])).toEqual([])
  })
})
