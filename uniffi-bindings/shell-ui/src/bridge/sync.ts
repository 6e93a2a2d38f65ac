import { useEffect, useState } from 'react'
import { call, changed, onChange } from './call'
import { hostKnowsPhone } from './transport'
import type { SyncReport, SyncState } from './types'

/** What the worker says of the network. */
const WIFI = 'wangge-on-wifi'
/** What the worker says of the battery. */
const SPARING = 'wangge-sparing'
/** Below this charge a sync spares the battery. */
const LOW = 0.2

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

/** Whether the worker wants the battery spared. */
export function sparing(): boolean {
  return localStorage.getItem(SPARING) === 'yes'
}

export function setSparing(yes: boolean): void {
  localStorage.setItem(SPARING, yes ? 'yes' : 'no')
}

type Battery = { charging: boolean; level: number }

/** Whether the battery is low, where the browser says so. */
async function lowBattery(): Promise<boolean> {
  const ask = (navigator as { getBattery?: () => Promise<Battery> }).getBattery
  const battery = await ask?.call(navigator).catch(() => undefined)
  return battery !== undefined && !battery.charging && battery.level <= LOW
}

/** What the page says of network and battery: a native host knows both better. */
export async function surroundings(): Promise<{ wifi?: boolean; frugal?: boolean }> {
  if (hostKnowsPhone()) return sparing() ? { frugal: true } : {}
  return { wifi: onWifi(), frugal: sparing() || (await lowBattery()) }
}

/** The last sync ended without reaching the relay. */
export function isOffline(last: SyncReport | null): boolean {
  return last?.end === 'failed' && ['unreachable', 'captive_portal', 'wrong_relay', 'busy'].includes(last.error?.code ?? '')
}

let running: Promise<SyncReport | undefined> | undefined

/** Syncs, or joins the sync that runs. */
export function sync(): Promise<SyncReport | undefined> {
  running ??= surroundings()
    .then((known) => call('sync.run', { ...known, photos: true }))
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
      // A frugal sync leaves these photos alone: to come again soon would cost what it spares.
      const photos = status && !report?.frugal && status.views.held < status.views.total
      const waits = status && (status.pending > 0 || status.drafts > 0 || photos)
      const again = report?.error?.code === 'bad_answer' || (report && isOffline(report))
      plan(again || waits ? OFTEN_MS : SELDOM_MS)
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
