import { connection } from '../api/connection'

const PAUSE_MS = 2_000
/** Where it stands when this tab was loaded anew for a part that did not come. */
const RELOADED = 'wangge.reloaded'
/** A part that fails again so soon is not helped by loading the page once more. */
const RELOAD_AGAIN_MS = 60_000

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))

/** Waits until the relay gives out the page again. */
async function answering(): Promise<void> {
  for (;;) {
    await pause()
    const answer = await fetch('/console/', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined)
    if (answer?.ok === true) return
  }
}

/** Loads the page anew, at the same address; not twice within a minute. */
function reload(): boolean {
  const before = Number(sessionStorage.getItem(RELOADED) ?? 0)
  if (Date.now() - before < RELOAD_AGAIN_MS) return false
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
  return true
}

/**
 * Loads a part of the page, however long the relay is away: a restart breaks nothing. Browsers keep
 * that a part did not come and do not ask for it again, and a newer relay has it under another
 * name: when the relay answers and the part still does not come, the page is loaded anew. What was
 * typed outlives that.
 */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (;;) {
      try {
        return await load()
      } catch {
        connection.set('lost')
      }
      await answering()
      const loaded = await load().catch(() => undefined)
      if (loaded !== undefined) return loaded
      // The page goes; nothing else is to happen on it meanwhile.
      if (reload()) return new Promise<T>(() => {})
    }
  }
}
