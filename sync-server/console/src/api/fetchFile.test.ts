import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchFile } from './fetchFile'
import { ApiProblem } from './problem'
import { haveSignedIn, signInNeeded } from './signInRequest'

afterEach(() => vi.unstubAllGlobals())

describe('a file of the relay', () => {
  it('comes after signing in again when the session has ended', async () => {
    const answers = [new Response('{}', { status: 401 }), new Response('a,b', { status: 200 })]
    vi.stubGlobal('fetch', () => Promise.resolve(answers.shift()))
    const file = fetchFile('https://relay/api/v1/ledger.csv')
    await vi.waitFor(() => expect(signInNeeded.get()).toBe(true))
    haveSignedIn()
    expect(await (await file).text()).toBe('a,b')
  })

  it('that is refused is a problem with the words of the relay', async () => {
    const refusal = JSON.stringify({ code: 'paper_missing', message: '要件不全', message_en: 'missing' })
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(refusal, { status: 409 })))
    const problem: unknown = await fetchFile('https://relay/api/v1/papers/notice/x').catch((it: unknown) => it)
    expect(problem).toBeInstanceOf(ApiProblem)
    expect((problem as ApiProblem).zh).toBe('要件不全')
  })
})
