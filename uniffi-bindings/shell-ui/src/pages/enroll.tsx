import { call } from '../bridge/call'
import { sync } from '../bridge/sync'
import { useForm } from '../bridge/form'
import { zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Field, Problem } from '../parts/basics'
import { toast } from '../parts/toast'

/** Enrolls this phone with the link of the administrator's QR code. */
export function Enroll() {
  const form = useForm('enroll', { link: '' })
  const act = useAct()
  const enroll = () =>
    act.run(async () => {
      await call('phone.enroll', { link: form.value.link.trim() })
      await form.drop()
      toast(zh.enroll.first)
      void sync()
    })
  return (
    <>
      <header className="head">
        <h1>{zh.enroll.title}</h1>
      </header>
      <main className="body bare">
        <p className="hint">{zh.enroll.hint}</p>
        <Problem error={act.error} />
        <Field label={zh.enroll.link}>
          <textarea value={form.value.link} autoCapitalize="off" spellCheck={false} onChange={(event) => form.set({ link: event.target.value })} />
        </Field>
        <button className="btn main" disabled={act.busy || form.value.link.trim() === ''} onClick={() => void enroll()}>
          {act.busy ? zh.enroll.running : zh.enroll.submit}
        </button>
      </main>
    </>
  )
}
