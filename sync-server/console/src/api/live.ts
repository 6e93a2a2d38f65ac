import type { QueryClient } from '@tanstack/react-query'
import { makeStore } from './store'

/** Whether the page follows the relay. */
export type Live = 'on' | 'paused' | 'off'

/** How the page follows the relay now. */
export const live = makeStore<Live>('off')

/** News closer together than this are one. */
const GATHER_MS = 600
/** A page that nobody uses stops following, so that its session can end. */
const IDLE_MS = 30 * 60_000
const USED = ['pointerdown', 'keydown', 'wheel'] as const

/** Follows the relay's news: what is shown is asked for again. Gives what ends it. */
export function followNews(client: QueryClient): () => void {
  let source: EventSource | undefined
  let gathering: ReturnType<typeof setTimeout> | undefined
  let idle: ReturnType<typeof setTimeout> | undefined
  let followed = false
  const refresh = (): void => {
    gathering ??= setTimeout(() => {
      gathering = undefined
      void client.invalidateQueries({
        predicate: (query) => !['me', 'reference', 'basemap', 'own-key', 'can-hold-keys'].includes(String(query.queryKey[0])),
      })
    }, GATHER_MS)
  }
  const open = (): void => {
    source = new EventSource('/api/v1/news')
    source.addEventListener('open', () => {
      live.set('on')
      // Nobody tells later what came in between two connections: the relay ends each after a while.
      if (followed) refresh()
      followed = true
    })
    source.addEventListener('news', refresh)
    source.addEventListener('error', () => {
      live.set('off')
      // The browser does not say why: who am I? tells, and asks to sign in if need be.
      if (source?.readyState === EventSource.CLOSED) {
        setTimeout(() => {
          void client.invalidateQueries({ queryKey: ['me'] }).then(() => {
            if (live.get() === 'off' && source?.readyState === EventSource.CLOSED) open()
          })
        }, 5_000)
      }
    })
  }
  const pause = (): void => {
    source?.close()
    live.set('paused')
  }
  const used = (): void => {
    clearTimeout(idle)
    idle = setTimeout(pause, IDLE_MS)
    if (live.get() !== 'paused') return
    live.set('off')
    open()
  }
  for (const name of USED) window.addEventListener(name, used, { passive: true })
  used()
  open()
  return () => {
    for (const name of USED) window.removeEventListener(name, used)
    clearTimeout(idle)
    clearTimeout(gathering)
    source?.close()
  }
}
