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

async function reach(request: Request): Promise<Response> {
  try {
    const response = await fetch(request)
    connection.set(response.status === 503 ? 'busy' : 'ok')
    return response
  } catch (problem) {
    if (!request.signal.aborted) connection.set('lost')
    throw problem
  }
}
