import { ApiProblem } from './problem'
import { sessionFetch } from './sessionFetch'

/** A file of the relay's. If the session has ended it comes after signing in again; a refusal is a problem like any. */
export async function fetchFile(address: string): Promise<Response> {
  const response = await sessionFetch(new Request(new URL(address, globalThis.location?.origin)))
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => undefined)
  throw ApiProblem.from(response.status, body)
}
