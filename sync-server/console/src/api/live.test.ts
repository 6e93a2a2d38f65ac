import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followNews } from './live'

/** A connection that the test opens, and through which it tells. */
class Connection extends EventTarget {
  static readonly CLOSED = 2
  static all: Connection[] = []
  readyState = 1
  constructor(readonly address: string) {
    super()
    Connection.all.push(this)
  }
  close(): void {
    this.readyState = Connection.CLOSED
  }
}

let client: QueryClient
let stop: () => void

const tell = (what: string): boolean | undefined => Connection.all.at(-1)?.dispatchEvent(new Event(what))
const isStale = (key: string): boolean | undefined => client.getQueryState([key])?.isInvalidated
/** News are gathered for a moment. */
const gathered = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1_000)

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('EventSource', Connection)
  Connection.all = []
  client = new QueryClient()
  for (const key of ['list', 'breakdown', 'reference']) client.setQueryData([key], 1)
  stop = followNews(client)
})

afterEach(() => {
  stop()
  client.clear()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('the news of the relay', () => {
  it('the first connection asks for nothing again', async () => {
    tell('open')
    await gathered()
    expect(isStale('list')).toBe(false)
  })

  it('what came between two connections is asked for when the next one opens', async () => {
    tell('open')
    tell('error')
    tell('open')
    await gathered()
    expect(isStale('list')).toBe(true)
  })

  it('news makes stale what is shown, a breakdown too, and not what stays', async () => {
    tell('open')
    tell('news')
    await gathered()
    expect(isStale('list')).toBe(true)
    expect(isStale('breakdown')).toBe(true)
    expect(isStale('reference')).toBe(false)
  })

  it('a page that was left alone asks again once it is used', async () => {
    tell('open')
    await vi.advanceTimersByTimeAsync(31 * 60_000)
    expect(Connection.all).toHaveLength(1)
    window.dispatchEvent(new Event('keydown'))
    expect(Connection.all).toHaveLength(2)
    tell('open')
    await gathered()
    expect(isStale('list')).toBe(true)
  })
})
