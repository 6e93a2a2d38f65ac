import { useState } from 'react'
import { changed } from '../bridge/call'
import { host, type HostMethods } from '../bridge/host'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Part } from '../parts/basics'
import { Problem } from '../parts/problem'
import { toast } from '../parts/toast'

const MIB = 1 << 20

/** All unsent work as encrypted files（导出未上传内容）: the phone goes to be mended. */
export function Export() {
  const [made, setMade] = useState<HostMethods['work.export']['answer']>()
  const act = useAct()
  return (
    <Part title={t.handover.export}>
      <p className="hint">{t.handover.exportHint}</p>
      <Problem error={act.error} />
      <button className="btn" disabled={act.busy} onClick={() => void act.run(async () => setMade(await host('work.export', {})), false)}>
        {t.handover.exportNow}
      </button>
      {made && (
        <div className="card pad" role="status">
          <p>{t.handover.exported(made.envelopes + made.drafts, made.photos)}</p>
          {made.key && (
            <>
              <p><b>{t.handover.exportKey}</b></p>
              <p className="code">{made.key}</p>
            </>
          )}
          <p className="hint">
            {t.handover.exportFolder}：{made.folder}
          </p>
        </div>
      )}
    </Part>
  )
}

/** Lets go of originals that the relay has held long enough（释放空间）. */
export function Space() {
  const act = useAct()
  const free = () =>
    act.run(async () => {
      const { bytes } = await host('space.release', {})
      toast(t.handover.freed(Math.round(bytes / MIB)))
      changed()
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
