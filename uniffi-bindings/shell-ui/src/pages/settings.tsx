import { useState } from 'react'
import { call } from '../bridge/call'
import { can } from '../bridge/host'
import { onWifi, setOnWifi, setSparing, sparing } from '../bridge/sync'
import { hostKnowsPhone } from '../bridge/transport'
import { forget, useCall } from '../bridge/use'
import { language, setLanguage, t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Part, Screen } from '../parts/basics'
import { Problem } from '../parts/problem'
import { Finger } from './finger'
import { setSize, size } from './size'

/** Letters, network, lock. */
export function Settings() {
  const status = useCall('phone.status')
  const pin = useCall('pin.state')
  const [letters, setLetters] = useState(size())
  const [wifi, setWifi] = useState(onWifi())
  const [spare, setSpare] = useState(sparing())
  return (
    <Screen title={t.settings.title}>
      <Part title={t.settings.size}>
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
              {t.settings[it]}
            </button>
          ))}
        </div>
      </Part>
      <Part title={t.settings.language}>
        <div className="choices" role="group" aria-label={t.settings.language}>
          {(['zh', 'en'] as const).map((it) => (
            <button
              key={it}
              className="choice"
              aria-pressed={language() === it}
              onClick={() => {
                setLanguage(it)
                location.reload()
              }}
            >
              {t.settings[it]}
            </button>
          ))}
        </div>
        <p className="hint">{t.settings.languageHint}</p>
      </Part>
      <Part title={t.sync.title}>
        <div className="card pad">
          {!hostKnowsPhone() && (
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
                {t.settings.wifi}
                <small>{t.settings.wifiHint}</small>
              </span>
            </label>
          )}
          <label className="check">
            <input
              type="checkbox"
              checked={spare}
              onChange={(event) => {
                setSparing(event.target.checked)
                setSpare(event.target.checked)
              }}
            />
            <span>
              {t.settings.sparing}
              <small>{t.settings.sparingHint}</small>
            </span>
          </label>
        </div>
      </Part>
      {pin.data && <Pin set={pin.data.set} />}
      {pin.data?.set && (can('finger') || pin.data.platform) && <Finger on={pin.data.platform} />}
      {status.data && (
        <p className="hint">
          {t.settings.space(status.data.free_mib)} · {t.settings.lease(status.data.lease_days_left)} · {t.settings.version(status.data.policy_revision)}
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
    <Part title={t.settings.pin}>
      <div className="card pad">
        <p className="hint">{set ? t.settings.pinSet : t.settings.pinOff}</p>
        <Problem error={act.error} />
        {set && (
          <Field label={t.settings.oldPin}>
            <input type="password" inputMode="numeric" autoComplete="off" value={old} onChange={(event) => setOld(digits(event.target.value))} />
          </Field>
        )}
        <Field label={t.settings.newPin}>
          <input type="password" inputMode="numeric" autoComplete="off" value={fresh} onChange={(event) => setFresh(digits(event.target.value))} />
        </Field>
        <div className="stack">
          <button className="btn" disabled={act.busy || fresh.length < 4} onClick={() => void act.run(async () => { await call('pin.set', { old: set ? old : null, new: fresh }); clear() })}>
            {set ? t.settings.changePin : t.settings.setPin}
          </button>
          {set && (
            <>
              <button className="btn quiet" disabled={act.busy || old === ''} onClick={() => void act.run(async () => { await call('pin.remove', { pin: old }); clear() })}>
                {t.settings.removePin}
              </button>
              <button className="btn main" onClick={() => void act.run(async () => { await call('pin.lock'); forget(); location.reload() })}>
                {t.settings.lock}
              </button>
            </>
          )}
        </div>
      </div>
    </Part>
  )
}
