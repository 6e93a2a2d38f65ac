import { useState } from 'react'
import { call } from '../bridge/call'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from './act'
import { Field, Sheet } from './basics'
import { Problem } from './problem'
import { toast } from './toast'

interface Deduction {
  record: string
  code: string
  day: string
  about: string
}

/** Objects to a deduction（申诉）. */
export function Objection(of: Deduction) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button className="btn quiet" onClick={() => setOpen(true)}>
        {t.score.object}
      </button>
      {open && <Why of={of} close={() => setOpen(false)} />}
    </>
  )
}

function Why({ of: { record, code, day, about }, close }: { of: Deduction; close: () => void }) {
  const form = useForm(`objection/${record}/${code}/${day}`, { text: '' })
  const { text } = form.value
  const act = useAct()
  const submit = () =>
    act.run(async () => {
      await call('score.object', { record, code, day, text: text.trim() })
      await form.drop()
      submitted()
      toast(t.score.objected)
      close()
    }, false)
  return (
    <Sheet title={t.score.objectTitle} close={close}>
      <p>{about}</p>
      <Problem error={act.error} />
      <Field label={t.score.why2}>
        <textarea value={text} readOnly={!form.ready} onChange={(event) => form.set({ text: event.target.value })} />
      </Field>
      <button className="btn main" disabled={act.busy || text.trim() === ''} onClick={() => void submit()}>
        {t.score.objectSubmit}
      </button>
    </Sheet>
  )
}
