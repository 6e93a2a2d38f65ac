import { useEffect, useState } from 'react'
import { call, changed } from '../bridge/call'
import { can } from '../bridge/host'
import type { PinState } from '../bridge/types'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Part } from '../parts/basics'
import { Problem } from '../parts/problem'
import { People } from './workers'

const SECOND_MS = 1_000

/** Seconds until a PIN is taken again, counted down. */
function useWait(ms: number): number {
  const [left, setLeft] = useState(Math.ceil(ms / SECOND_MS))
  useEffect(() => setLeft(Math.ceil(ms / SECOND_MS)), [ms])
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), SECOND_MS)
    return () => clearTimeout(timer)
  }, [left])
  return left
}

/** The lock screen: large keys, a finger or a face, works without a network. */
export function Lock({ state }: { state: PinState }) {
  const [pin, setPin] = useState('')
  const act = useAct()
  const wait = useWait(state.wait_ms)
  const press = (key: string) => {
    act.clear()
    setPin((was) => (was + key).slice(0, 6))
  }
  const unlock = (by: () => Promise<null>) =>
    act.run(async () => {
      try {
        await by()
      } finally {
        setPin('')
        changed()
      }
    })
  return (
    <>
      <header className="head">
        <h1>{t.app}</h1>
      </header>
      <main className="body bare">
        <h2 className="part">{t.lock.title}</h2>
        <Problem error={act.error} />
        {wait > 0 && <p role="status"><b>{t.error.wait(wait)}</b></p>}
        {state.platform && (
          <button className="btn main" disabled={act.busy} onClick={() => void unlock(() => call('pin.unlock_by_platform'))}>
            {t.lock.finger}
          </button>
        )}
        <p className="dots" aria-label={String(pin.length)}>
          {'●'.repeat(pin.length)}
        </p>
        <div className="pinpad">
          {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((key) => (
            <button key={key} onClick={() => press(key)}>
              {key}
            </button>
          ))}
          <button aria-label={t.lock.erase} disabled={pin === ''} onClick={() => setPin((was) => was.slice(0, -1))}>
            ⌫
          </button>
          <button onClick={() => press('0')}>0</button>
          <button className="word" disabled={act.busy || pin.length < 4 || wait > 0} onClick={() => void unlock(() => call('pin.unlock', { pin }))}>
            {t.lock.unlock}
          </button>
        </div>
        <p className="hint">{t.lock.forgot}</p>
        {can('workers.list') && (
          <Part title={t.handover.people}>
            <People leaving={null} />
          </Part>
        )}
      </main>
    </>
  )
}
