import { useEffect, useState } from 'react'
import { call, changed, onChange } from './call'
import type { SyncReport, SyncState } from './types'

/** What the worker says of the network. */
const WIFI = 'wangge-on-wifi'

/** Whether this network costs nothing: as the phone says, else as the worker says. */
export function onWifi(): boolean {
  const known = (navigator as { connection?: { type?: string } }).connection?.type
  if (known === 'wifi' || known === 'ethernet') return true
  if (known === 'cellular') return false
  return localStorage.getItem(WIFI) === 'yes'
}

export function setOnWifi(yes: boolean): void {
  localStorage.setItem(WIFI, yes ? 'yes' : 'no')
}

/** The last sync ended without reaching the relay. */
export function isOffline(last: SyncReport | null): boolean {
  return last?.end === 'failed' && ['unreachable', 'captive_portal', 'wrong_relay', 'busy', 'bad_answer'].includes(last.error?.code ?? '')
}

let running: Promise<SyncReport | undefined> | undefined

/** Syncs, or joins the sync that runs. */
export function sync(): Promise<SyncReport | undefined> {
  running ??= call('sync.run', { wifi: onWifi(), photos: true })
    .catch(() => undefined)
    .finally(() => {
      running = undefined
      changed()
    })
  return running
}

let current: SyncState | undefined
const watchers = new Set<(state: SyncState | undefined) => void>()
let stop: (() => void) | undefined

/** Looks at the sync, again and again while it runs; one for all who watch. */
function watch(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let here = true
  const look = () => {
    clearTimeout(timer)
    call('sync.state').then(
      (found) => {
        if (!here) return
        current = found
        for (const tell of watchers) tell(found)
        if (found.running) timer = setTimeout(look, 400)
      },
      () => undefined,
    )
  }
  look()
  const unlisten = onChange(look)
  return () => {
    here = false
    clearTimeout(timer)
    unlisten()
  }
}

/** How the sync stands. */
export function useSyncState(): SyncState | undefined {
  const [state, setState] = useState(current)
  useEffect(() => {
    watchers.add(setState)
    stop ??= watch()
    return () => {
      watchers.delete(setState)
      if (watchers.size > 0) return
      stop?.()
      stop = undefined
    }
  }, [])
  return state
}

const SOON_MS = 3_000
const OFTEN_MS = 60_000
const SELDOM_MS = 300_000

/** Syncs by itself: soon after something was saved, and now and then; never in anybody's way. */
export function useAutoSync(enrolled: boolean): void {
  useEffect(() => {
    if (!enrolled) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let next = 0
    const plan = (ms: number) => {
      const at = Date.now() + ms
      if (timer !== undefined && next <= at) return
      clearTimeout(timer)
      next = at
      timer = setTimeout(run, ms)
    }
    const run = async () => {
      timer = undefined
      const report = await sync()
      const status = await call('phone.status').catch(() => undefined)
      const waits = status && (status.pending > 0 || status.drafts > 0 || status.views.held < status.views.total)
      plan(report && isOffline(report) ? OFTEN_MS : waits ? OFTEN_MS : SELDOM_MS)
    }
    const soon = () => plan(SOON_MS)
    window.addEventListener('online', soon)
    window.addEventListener('wangge-submitted', soon)
    plan(800)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', soon)
      window.removeEventListener('wangge-submitted', soon)
    }
  }, [enrolled])
}

/** Something was submitted: let the next sync come soon. */
export function submitted(): void {
  window.dispatchEvent(new Event('wangge-submitted'))
}
