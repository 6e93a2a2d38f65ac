import { afterEach, describe, expect, it, vi } from 'vitest'
import { connection } from './connection'
import { sessionFetch } from './sessionFetch'
import { haveSignedIn, signInNeeded } from './signInRequest'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a request whose session has ended', () => {
  it('waits for the sign-in and goes out once more with its body', async () => {
    const bodies: string[] = []
    const answers = [401, 200]
    vi.stubGlobal('fetch', async (request: Request) => {
      bodies.push(await request.text())
      return new Response(null, { status: answers.shift() ?? 500 })
    })
    const request = new Request('https://relay/api/v1/records/x/events', { method: 'POST', body: 'typed' })
    const answer = sessionFetch(request)
    await vi.waitFor(() => expect(signInNeeded.get()).toBe(true))
    haveSignedIn()
    expect((await answer).status).toBe(200)
    expect(bodies).toEqual(['typed', 'typed'])
    expect(signInNeeded.get()).toBe(false)
  })

  it('a wrong password is an answer, not an ended session', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 401 })))
    const answer = await sessionFetch(new Request('https://relay/api/v1/login', { method: 'POST' }))
    expect(answer.status).toBe(401)
    expect(signInNeeded.get()).toBe(false)
  })

  it('a relay that cannot be reached is told', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    await expect(sessionFetch(new Request('https://relay/api/v1/me'))).rejects.toThrow()
    expect(connection.get()).toBe('lost')
  })
})

describe('an answer that takes long', () => {
  it('is told after six seconds, until the last one is there', async () => {
    vi.useFakeTimers()
    connection.set('ok')
    const answer: (() => void)[] = []
    vi.stubGlobal('fetch', () => new Promise((resolve) => answer.push(() => resolve(new Response(null)))))
    const first = sessionFetch(new Request('https://relay/api/v1/summary'))
    const second = sessionFetch(new Request('https://relay/api/v1/hazards'))
    await vi.advanceTimersByTimeAsync(5_900)
    expect(connection.get()).toBe('ok')
    await vi.advanceTimersByTimeAsync(200)
    expect(connection.get()).toBe('slow')
    answer[0]?.()
    await first
    expect(connection.get()).toBe('slow')
    answer[1]?.()
    await second
    expect(connection.get()).toBe('ok')
  })

  it('does not hide that nothing comes at all', async () => {
    vi.useFakeTimers()
    connection.set('lost')
    let answer = (): void => undefined
    vi.stubGlobal('fetch', () => new Promise((resolve) => (answer = () => resolve(new Response(null)))))
    const asked = sessionFetch(new Request('https://relay/api/v1/summary'))
    await vi.advanceTimersByTimeAsync(6_100)
    expect(connection.get()).toBe('lost')
    answer()
    await asked
    expect(connection.get()).toBe('ok')
  })
})
