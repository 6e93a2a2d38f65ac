import { useState } from 'react'
import { call } from '../bridge/call'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from './act'
import { Field, Sheet } from './basics'
import { Problem } from './problem'
import { toast } from './toast'

/** A record of one's own is taken back, with a reason; where that may be done. */
export function Withdraw({ record, title, allowed }: { record: string; title: string; allowed: { action: string }[] }) {
  const [open, setOpen] = useState(false)
  if (!allowed.some((it) => it.action === 'withdrawn')) return null
  return (
    <>
      <button className="btn quiet" onClick={() => setOpen(true)}>
        {title}
      </button>
      {open && <Why record={record} title={title} close={() => setOpen(false)} />}
    </>
  )
}

function Why({ record, title, close }: { record: string; title: string; close: () => void }) {
  const form = useForm(`withdraw/${record}`, { reason: '' })
  const { reason } = form.value
  const act = useAct()
  const submit = () =>
    act.run(async () => {
      await call('record.withdraw', { record, reason: reason.trim() })
      await form.drop()
      submitted()
      toast(t.cases.withdrawn)
      close()
    }, false)
  return (
    <Sheet title={title} close={close}>
      <Problem error={act.error} />
      <p className="hint">{t.hazard.withdrawHint}</p>
      <Field label={t.cases.withdrawReason}>
        <textarea value={reason} readOnly={!form.ready} onChange={(event) => form.set({ reason: event.target.value })} />
      </Field>
      <div className="pair">
        <button className="btn quiet" onClick={close}>
          {t.cancel}
        </button>
        <button className="btn red" disabled={act.busy || reason.trim() === ''} onClick={() => void submit()}>
          {t.hazard.withdraw}
        </button>
      </div>
    </Sheet>
  )
}
