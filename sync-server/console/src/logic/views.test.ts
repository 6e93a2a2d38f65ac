import { describe, expect, it } from 'vitest'
import { cleaned, readViews, viewsKey, withView } from './views'

describe('kept filters', () => {
  it('each person of a machine has their own', () => {
    expect(viewsKey('a')).not.toBe(viewsKey('b'))
  })

  it('drops what filters nothing', () => {
    expect(cleaned({ q: '', status: 'served', grid: '' })).toEqual({ status: 'served' })
  })

  it('a view of the same name gives way', () => {
    const once = withView([], { name: '急', filters: { status: 'overdue' } })
    expect(withView(once, { name: '急', filters: { status: 'urged' } })).toEqual([
      { name: '急', filters: { status: 'urged' } },
    ])
  })

  it('what is no list of views gives none', () => {
    expect(readViews('{')).toEqual([])
    expect(readViews('{"a":1}')).toEqual([])
    expect(readViews('[1,{"name":"x","filters":{}}]')).toHaveLength(1)
    expect(readViews(null)).toEqual([])
  })
})
