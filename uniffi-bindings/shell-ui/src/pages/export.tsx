import { useState } from 'react'
import { host, type HostMethods } from '../bridge/host'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Part } from '../parts/basics'
import { Problem } from '../parts/problem'

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
