import { useState } from 'react'
import { call } from '../bridge/call'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Part } from '../parts/basics'
import { Problem } from '../parts/problem'
import { toast } from '../parts/toast'

/** Lets go of originals that the relay has held long enough and backed up（释放空间）. */
export function Space() {
  const act = useAct()
  // Asked for only once the usual way has freed nothing; the core looks whether there is really no room.
  const [early, setEarly] = useState(false)
  const free = (consent: boolean) =>
    act.run(async () => {
      const { bytes } = await call('phone.release_originals', { consent })
      const status = await call('phone.status')
      setEarly(bytes === 0 && status.low_space && !consent)
      toast(t.handover.freed(bytes))
    }, false)
  return (
    <Part title={t.handover.space}>
      <p className="hint">{t.handover.spaceHint}</p>
      <Problem error={act.error} />
      <button className="btn quiet" disabled={act.busy} onClick={() => void free(false)}>
        {t.handover.spaceNow}
      </button>
      {early && (
        <>
          <p className="hint">{t.handover.spaceEarlyHint}</p>
          <button className="btn quiet" disabled={act.busy} onClick={() => void free(true)}>
            {t.handover.spaceEarly}
          </button>
        </>
      )}
    </Part>
  )
}
