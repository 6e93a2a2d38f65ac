import { useState } from 'react'
import { call } from '../bridge/call'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from './act'
import { Field, Sheet } from './basics'
import { Problem } from './problem'
import { toast } from './toast'

/** Objects to a deduction（申诉）. */
export function Objection({ record, code, about }: { record: string; code: string; about: string }) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const act = useAct()
  const submit = () =>
    act.run(async () => {
      await call('score.object', { record, code, text: text.trim() })
      submitted()
      toast(t.score.objected)
      setOpen(false)
    }, false)
  return (
    <>
      <button className="btn quiet" onClick={() => setOpen(true)}>
        {t.score.object}
      </button>
      {open && (
        <Sheet title={t.score.objectTitle} close={() => setOpen(false)}>
          <p>{about}</p>
          <Problem error={act.error} />
          <Field label={t.score.why2}>
            <textarea value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <button className="btn main" disabled={act.busy || text.trim() === ''} onClick={() => void submit()}>
            {t.score.objectSubmit}
          </button>
        </Sheet>
      )}
    </>
  )
}
