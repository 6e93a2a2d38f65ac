import { afterEach, describe, expect, it, vi } from 'vitest'
import { connection } from './connection'
import { sessionFetch } from './sessionFetch'
import { haveSignedIn, signInNeeded } from './signInRequest'

afterEach(() => vi.unstubAllGlobals())

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
