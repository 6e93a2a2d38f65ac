// What is typed and no record yet, in the core's encrypted store（暂存）. A page that goes away may leave
// saves under way, and the next page must neither read before them nor be overwritten by them. So each
// save has a number, a save beside another one has a place of its own, and the numbers under way (not
// the text) stand in the page's storage until they are answered.
import { BridgeError, call } from './call'

const PATIENCE_MS = 5_000
const AGAIN_MS = 60

/** The two places of a form. */
const places = (name: string) => [name, `${name}~`] as const
const mark = (place: string) => `wangge-under-way ${place}`
/** The highest number given to a form, by this page or one before. */
const reached = new Map<string, number>()

interface Numbered {
  at: number
  typed: string
}

function read(text: string | null): Numbered {
  if (text === null) return { at: 0, typed: '' }
  try {
    const { at, typed } = JSON.parse(text) as Partial<Numbered>
    if (typeof at === 'number' && typeof typed === 'string') return { at, typed }
  } catch {
    // Below.
  }
  // Of an earlier version, without a number.
  return { at: 0, typed: text }
}

/** Saves a form; `beside`: the save before it is still under way. */
export async function keep(name: string, typed: string, beside: boolean): Promise<void> {
  const at = (reached.get(name) ?? 0) + 1
  reached.set(name, at)
  const place = places(name)[beside ? 1 : 0]
  sessionStorage.setItem(mark(place), String(at))
  const answered = () => {
    if (sessionStorage.getItem(mark(place)) === String(at)) sessionStorage.removeItem(mark(place))
  }
  try {
    await call('form.keep', { name: place, text: JSON.stringify({ at, typed }) })
    answered()
  } catch (failure) {
    // To a page that goes away a save seems to fail, and is under way all the same.
    if (!(failure instanceof BridgeError) || failure.code !== 'host') answered()
    throw failure
  }
}

/** What was kept of a form, after all saves under way; null if nothing was. */
export async function kept(name: string): Promise<string | null> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const found = await Promise.all(places(name).map(async (place) => read((await call('form.get', { name: place })).text)))
    const waits = places(name).some((place, index) => Number(sessionStorage.getItem(mark(place)) ?? 0) > (found[index]?.at ?? 0))
    if (!waits || performance.now() > until) {
      for (const place of places(name)) sessionStorage.removeItem(mark(place))
      const newest = found.reduce((one, other) => (other.at > one.at ? other : one))
      reached.set(name, Math.max(newest.at, reached.get(name) ?? 0))
      return newest.typed === '' ? null : newest.typed
    }
    await new Promise((later) => setTimeout(later, AGAIN_MS))
  }
}

/** Forgets a form. */
export async function drop(name: string): Promise<void> {
  await Promise.all(places(name).map((place) => call('form.drop', { name: place })))
}
