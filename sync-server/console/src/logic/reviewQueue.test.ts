import { describe, expect, it } from 'vitest'
import { followingOf, withOpened } from './reviewQueue'

const list = (ids: string): { id: string }[] => [...ids].map((id) => ({ id }))
const ids = (queue: { id: string }[]): string => queue.map((one) => one.id).join('')

describe('the queue of a review', () => {
  it('keeps what is on screen where it stood when the list no longer holds it', () => {
    const opened = { item: { id: 'b' }, at: 1 }
    expect(ids(withOpened(list('ac'), opened))).toBe('abc')
    expect(ids(withOpened(list('xac'), opened))).toBe('xbac')
    expect(ids(withOpened([], opened))).toBe('b')
  })

  it('holds nothing twice, and adds nothing where nothing is open', () => {
    expect(ids(withOpened(list('xabc'), { item: { id: 'b' }, at: 1 }))).toBe('xabc')
    expect(ids(withOpened(list('ac'), undefined))).toBe('ac')
  })

  it('goes on to the next, from the last one to the one before', () => {
    expect(followingOf(list('abc'), 'b')?.id).toBe('c')
    expect(followingOf(list('abc'), 'c')?.id).toBe('b')
    expect(followingOf(list('a'), 'a')).toBeUndefined()
    expect(followingOf(list('ab'), 'elsewhere')?.id).toBe('a')
  })
})
