import { useState } from 'react'
import { call, changed } from '../bridge/call'
import { zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Problem } from '../parts/basics'

/** The lock screen: large keys, works without a network. */
export function Lock() {
  const [pin, setPin] = useState('')
  const act = useAct()
  const press = (key: string) => {
    act.clear()
    setPin((was) => (key === '←' ? was.slice(0, -1) : (was + key).slice(0, 6)))
  }
  const unlock = () =>
    act.run(async () => {
      try {
        await call('pin.unlock', { pin })
      } finally {
        setPin('')
      }
      changed()
    })
  return (
    <>
      <header className="head">
        <h1>{zh.app}</h1>
      </header>
      <main className="body bare">
        <h2 className="part">{zh.lock.title}</h2>
        <Problem error={act.error} />
        <p className="dots" aria-label={String(pin.length)}>
          {'●'.repeat(pin.length)}
        </p>
        <div className="pinpad">
          {['1', '2', '3', '4', '5', '6', '7', '8', '9', '←', '0'].map((key) => (
            <button key={key} onClick={() => press(key)}>
              {key}
            </button>
          ))}
          <button disabled={act.busy || pin.length < 4} onClick={() => void unlock()}>
            ✓
          </button>
        </div>
      </main>
    </>
  )
}
