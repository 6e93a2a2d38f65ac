import { describe, expect, it } from 'vitest'
import type { HistoryEntry, Person } from '../api/types'
import { contactSinceReturn, returnReached } from './returnContact'

const phone = (seen: number | null, more = {}) => ({ label: '手机', revoked: false, enrolled_at: 0, seen_at: seen, ...more })
const person = (name: string, ...devices: object[]) => ({ name, devices }) as unknown as Person
const event = (name: string, at: number, more = {}) => ({ event: name, received_at: at, ...more }) as unknown as HistoryEntry
const history = [event('submitted', 50), event('returned', 100), event('returned', 300, { no_effect: 'stale' })]

describe('contact since a return', () => {
  it('is there once the phone was heard from later, not at the same instant', () => {
    expect(contactSinceReturn([person('甲', phone(101))], '甲', history)).toBe(101)
    expect(contactSinceReturn([person('甲', phone(100))], '甲', history)).toBe('waiting')
    expect(contactSinceReturn([person('甲', phone(null))], '甲', history)).toBe('waiting')
  })

  it('waits for every phone in use, and for no other', () => {
    expect(contactSinceReturn([person('甲', phone(200), phone(90))], '甲', history)).toBe('waiting')
    const others = [phone(90, { revoked: true }), phone(null, { label: '浏览器 值班室' })]
    expect(contactSinceReturn([person('甲', phone(200), ...others)], '甲', history)).toBe(200)
  })

  it('is not guessed: two of one name, nobody, no phone, no return', () => {
    expect(contactSinceReturn([person('甲', phone(200)), person('甲', phone(200))], '甲', history)).toBeUndefined()
    expect(contactSinceReturn([person('乙', phone(200))], '甲', history)).toBeUndefined()
    expect(contactSinceReturn([person('甲')], '甲', history)).toBeUndefined()
    expect(contactSinceReturn([person('甲', phone(200))], '甲', history.slice(0, 1))).toBeUndefined()
  })
})

describe('a return on the phone', () => {
  const named = (id: string) => phone(0, { id })
  const seqs = [event('returned', 100, { seq: 4 }), event('returned', 300, { seq: 7 }), event('returned', 400, { seq: 9, no_effect: 'stale' })]
  const held = (device: string, seq: number, at: number) => ({ device, seq, at })

  it('is there once every phone has named its place or a later one', () => {
    const people = [person('甲', named('a'), named('b'))]
    expect(returnReached(people, '甲', seqs, [held('a', 7, 310), held('b', 8, 320)])).toBe(320)
    expect(returnReached(people, '甲', seqs, [held('a', 7, 310), held('b', 6, 320)])).toBeUndefined()
    expect(returnReached(people, '甲', seqs, [held('a', 7, 310)])).toBeUndefined()
  })

  it('is not guessed', () => {
    const places = [held('a', 9, 310)]
    expect(returnReached([person('甲', named('a')), person('甲', named('a'))], '甲', seqs, places)).toBeUndefined()
    expect(returnReached([person('甲')], '甲', seqs, places)).toBeUndefined()
    expect(returnReached([person('甲', named('a'))], '甲', [], places)).toBeUndefined()
  })
})
