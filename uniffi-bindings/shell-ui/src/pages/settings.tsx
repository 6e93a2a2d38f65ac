import { useState } from 'react'
import { call } from '../bridge/call'
import type { Status } from '../bridge/types'
import { onWifi, setOnWifi } from '../bridge/sync'
import { forget, useCall } from '../bridge/use'
import { zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Field, Part, Problem, Screen } from '../parts/basics'
import { setSize, size } from './size'

interface PinState {
  set: boolean
  locked: boolean
}

/** Letters, network, lock. */
export function Settings() {
  const status = useCall<Status>('phone.status')
  const pin = useCall<PinState>('pin.state')
  const [letters, setLetters] = useState(size())
  const [wifi, setWifi] = useState(onWifi())
  return (
    <Screen title={zh.settings.title}>
      <Part title={zh.settings.size}>
        <div className="choices" role="group">
          {(['big', 'bigger'] as const).map((it) => (
            <button
              key={it}
              className="choice"
              aria-pressed={letters === it}
              onClick={() => {
                setSize(it)
                setLetters(it)
              }}
            >
              {zh.settings[it]}
            </button>
          ))}
        </div>
      </Part>
      <Part title={zh.sync.title}>
        <div className="card pad">
          <label className="check">
            <input
              type="checkbox"
              checked={wifi}
              onChange={(event) => {
                setOnWifi(event.target.checked)
                setWifi(event.target.checked)
              }}
            />
            <span>
              {zh.settings.wifi}
              <small>{zh.settings.wifiHint}</small>
            </span>
          </label>
        </div>
      </Part>
      {pin.data && <Pin set={pin.data.set} />}
      {status.data && (
        <p className="hint">
          {zh.settings.space(status.data.free_mib)} · {zh.settings.lease(status.data.lease_days_left)} · {zh.settings.version(status.data.policy_revision)}
        </p>
      )}
    </Screen>
  )
}

function Pin({ set }: { set: boolean }) {
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const act = useAct()
  const digits = (text: string) => text.replace(/\D/g, '').slice(0, 6)
  const clear = () => {
    setOld('')
    setFresh('')
  }
  return (
    <Part title={zh.settings.pin}>
      <div className="card pad">
        <p className="hint">{set ? zh.settings.pinSet : zh.settings.pinOff}</p>
        <Problem error={act.error} />
        {set && (
          <Field label={zh.settings.oldPin}>
            <input type="password" inputMode="numeric" autoComplete="off" value={old} onChange={(event) => setOld(digits(event.target.value))} />
          </Field>
        )}
        <Field label={zh.settings.newPin}>
          <input type="password" inputMode="numeric" autoComplete="off" value={fresh} onChange={(event) => setFresh(digits(event.target.value))} />
        </Field>
        <div className="stack">
          <button className="btn" disabled={act.busy || fresh.length < 4} onClick={() => void act.run(async () => { await call('pin.set', { old: set ? old : null, new: fresh }); clear() })}>
            {set ? zh.settings.changePin : zh.settings.setPin}
          </button>
          {set && (
            <>
              <button className="btn quiet" disabled={act.busy || old === ''} onClick={() => void act.run(async () => { await call('pin.remove', { pin: old }); clear() })}>
                {zh.settings.removePin}
              </button>
              <button className="btn main" onClick={() => void act.run(async () => { await call('pin.lock'); forget(); location.reload() })}>
                {zh.settings.lock}
              </button>
            </>
          )}
        </div>
      </div>
    </Part>
  )
}
