import { useState } from 'react'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Sheet } from './basics'
import { Problem } from './problem'

/** The one-time code by which the owner reports（业主反馈码）, large enough to be read out. */
export function OwnerCode({ hazard }: { hazard: string }) {
  const [open, setOpen] = useState(false)
  const code = useCall(open ? 'notice.owner_code' : null, { hazard })
  return (
    <>
      <button className="btn quiet" onClick={() => setOpen(true)}>
        {t.hazard.ownerCode}
      </button>
      {open && (
        <Sheet title={t.hazard.ownerCode} close={() => setOpen(false)}>
          <Problem error={code.error} />
          {code.data?.code && <p className="code">{code.data.code}</p>}
          <p className="hint">{code.data && code.data.code === null ? t.hazard.noOwnerCode : t.hazard.ownerCodeHint}</p>
          <button className="btn main" onClick={() => setOpen(false)}>
            {t.close}
          </button>
        </Sheet>
      )}
    </>
  )
}
