import { call } from '../bridge/call'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Part } from '../parts/basics'
import { Problem } from '../parts/problem'
import { toast } from '../parts/toast'

/** Lets go of originals that the relay has held long enough and backed up（释放空间）. */
export function Space() {
  const act = useAct()
  const free = () =>
    act.run(async () => {
      const { bytes } = await call('phone.release_originals')
      toast(t.handover.freed(bytes))
    }, false)
  return (
    <Part title={t.handover.space}>
      <p className="hint">{t.handover.spaceHint}</p>
      <Problem error={act.error} />
      <button className="btn quiet" disabled={act.busy} onClick={() => void free()}>
        {t.handover.spaceNow}
      </button>
    </Part>
  )
}
