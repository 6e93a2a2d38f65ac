import { call } from '../bridge/call'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Problem } from '../parts/problem'

/** A finger or a face opens too（生物识别解锁）, where the phone can look at one. */
export function Finger({ on }: { on: boolean }) {
  const act = useAct()
  const set = (to: boolean) => act.run(() => call('pin.set_platform', { on: to }), false)
  return (
    <div className="card pad">
      <Problem error={act.error} />
      <label className="check">
        <input type="checkbox" checked={on} disabled={act.busy} onChange={(event) => void set(event.target.checked)} />
        <span>
          {t.settings.finger}
          <small>{t.settings.fingerHint}</small>
        </span>
      </label>
    </div>
  )
}
