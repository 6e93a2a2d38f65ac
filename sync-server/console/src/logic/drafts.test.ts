import { describe, expect, it } from 'vitest'
import { draftsIn } from './drafts'

/** A storage in memory that takes so many characters. */
function memory(room = 10_000): Storage {
  const held = new Map<string, string>()
  return {
    get length() {
      return held.size
    },
    key: (at: number) => [...held.keys()][at] ?? null,
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (value.length > room) throw new Error('QuotaExceededError')
      held.set(name, value)
    },
    removeItem: (name: string) => void held.delete(name),
    clear: () => held.clear(),
  }
}

describe('drafts', () => {
  it('are there after a reload, for the same name only', () => {
    const storage = memory()
    draftsIn(storage).keep('u1/r1/urged', { reason: '逾期', days: 3, photos: [], note: '' })
    expect(draftsIn(storage).read('u1/r1/urged')).toEqual({ reason: '逾期', days: 3 })
    expect(draftsIn(storage).read('u2/r1/urged')).toBeUndefined()
  })

  it('that are emptied or dropped are gone', () => {
    const storage = memory()
    const drafts = draftsIn(storage)
    drafts.keep('a', { reason: 'x' })
    drafts.keep('a', { reason: '' })
    drafts.keep('b', { reason: 'x' })
    drafts.drop('b')
    expect(storage.length).toBe(0)
  })

  it('go with the sign-out, and nothing else goes', () => {
    const storage = memory()
    storage.setItem('of-something-else', '1')
    const drafts = draftsIn(storage)
    drafts.keep('a', { reason: 'x' })
    drafts.keep('b', { reason: 'y' })
    drafts.clear()
    expect([storage.length, storage.getItem('of-something-else')]).toEqual([1, '1'])
  })

  it('of others go when somebody signs in', () => {
    const drafts = draftsIn(memory())
    drafts.keep('u1/r1/urged', { reason: 'x' })
    drafts.keep('u2/r1/urged', { reason: 'y' })
    drafts.clear('u2')
    expect([drafts.read('u1/r1/urged'), drafts.read('u2/r1/urged')]).toEqual([undefined, { reason: 'y' }])
  })

  it('that are damaged or find no room break nothing', () => {
    const storage = memory(20)
    const drafts = draftsIn(storage)
    drafts.keep('a', { reason: 'much longer than there is room for' })
    expect(drafts.read('a')).toBeUndefined()
    storage.setItem('wangge-draft:a', '{"reason":')
    expect(drafts.read('a')).toBeUndefined()
    storage.setItem('wangge-draft:a', '[1]')
    expect(drafts.read('a')).toBeUndefined()
    expect(draftsIn(undefined).read('a')).toBeUndefined()
  })
})
