import { api, csrf } from '../api/client'
import { makeStore } from '../api/store'

const KEY = 'wangge-leaving'
const PAUSE_MS = 3_000
/** Whoever leaves does not wait longer than this for a relay that says nothing. */
const MOST_MS = 4_000

/** True while somebody has signed out on this machine and the relay does not know it yet. */
export const leaving = makeStore(globalThis.localStorage?.getItem(KEY) === '1')

let telling = false

/** Ends the session at the relay. Gives whether it knows. */
export async function endSession(): Promise<boolean> {
  const answer = await api
    .POST('/api/v1/logout', { params: { header: csrf }, signal: AbortSignal.timeout(MOST_MS) })
    .catch(() => undefined)
  // Whose session has ended already is out as well.
  const isOut = answer !== undefined && (answer.response.ok || answer.response.status === 401)
  if (isOut) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, '1')
  leaving.set(!isOut)
  return isOut
}

/** Tells the relay as soon as it is back, even if this page is loaded anew before that. */
export function tellWhenBack(): void {
  if (telling) return
  telling = true
  const again = (): void => {
    // Another tab may have told it, and somebody may be signed in there by now.
    if (localStorage.getItem(KEY) !== '1') leaving.set(false)
    if (!leaving.get()) telling = false
    else void endSession().then(() => setTimeout(again, PAUSE_MS))
  }
  again()
}
