import { connection } from './connection'
import { askToSignIn } from './signInRequest'

/** The requests that must not wait for a session. */
function isAboutSession(url: string): boolean {
  const path = new URL(url).pathname
  return path === '/api/v1/login' || path === '/api/v1/logout' || path.startsWith('/api/v1/public/')
}

/**
 * Fetches, and when the session has ended asks the person to sign in again over the page; then the
 * same request goes out once more. Whatever was typed stays where it is.
 */
export async function sessionFetch(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await reach(request)
  if (response.status !== 401 || isAboutSession(request.url)) return response
  await askToSignIn()
  return reach(again)
}

/** Nobody is left to guess for longer than this whether a request still runs. */
const SLOW_MS = 6_000

/** Requests that have run for so long and still do. */
let slow = 0

async function reach(request: Request): Promise<Response> {
  const settled = watch()
  try {
    const response = await fetch(request)
    settled()
    connection.set(response.status === 503 ? 'busy' : slow > 0 ? 'slow' : 'ok')
    return response
  } catch (problem) {
    settled()
    if (!request.signal.aborted) connection.set('lost')
    else if (slow === 0 && connection.get() === 'slow') connection.set('ok')
    throw problem
  }
}

/** Says so when an answer takes long. Gives what ends the watch. */
function watch(): () => void {
  let isSlow = false
  const timer = setTimeout(() => {
    isSlow = true
    slow += 1
    // That nothing comes at all is the graver news.
    if (connection.get() === 'ok') connection.set('slow')
  }, SLOW_MS)
  return () => {
    clearTimeout(timer)
    if (isSlow) slow -= 1
  }
}
