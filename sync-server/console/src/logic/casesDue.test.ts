import { describe, expect, it } from 'vitest'
import type { Lifecycle } from '../api/reference'
import type { ListItem } from '../api/types'
import { byDeadline, tablesWithOpen } from './casesDue'

const table = (kind: string): Lifecycle => ({
  kind,
  zh: kind,
  states: ['draft', 'open', 'ended', 'withdrawn'].map((id) => ({ id, zh: id })),
  events: [],
  rows: [
    { from: ['draft'], event: 'begin' },
    { from: ['open'], event: 'end' },
  ],
})
const TABLES = [table('letter'), table('order'), table('call')]
const item = (id: string, kind: string, status: string, due?: number): ListItem =>
  ({ id, kind, status, due }) as unknown as ListItem

describe('cases that are due', () => {
  it('are asked for only where something stands open', () => {
    const counts = { letter: { ended: 40, draft: 2 }, order: { open: 1 }, inspection: { submitted: 9 } }
    expect(tablesWithOpen(TABLES, counts).map((one) => one.kind)).toEqual(['order'])
  })

  it('stand by deadline; drafts, ended ones and those without a deadline do not', () => {
    const items = [
      item('a', 'order', 'open', 300),
      item('b', 'letter', 'ended', 100),
      item('c', 'letter', 'open', 200),
      item('d', 'call', 'open'),
      item('e', 'call', 'draft', 50),
    ]
    expect(byDeadline(TABLES, items).map((one) => one.id)).toEqual(['c', 'a'])
  })
})
