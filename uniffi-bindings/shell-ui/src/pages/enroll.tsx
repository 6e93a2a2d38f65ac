import { call } from '../bridge/call'
import { sync } from '../bridge/sync'
import { useForm } from '../bridge/form'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Field } from '../parts/basics'
import { Problem } from '../parts/problem'
import { toast } from '../parts/toast'

/** Enrolls this phone with the link of the administrator's QR code. */
export function Enroll() {
  const form = useForm('enroll', { link: '' })
  const act = useAct()
  const enroll = () =>
    act.run(async () => {
      await call('phone.enroll', { link: form.value.link.trim() })
      await form.drop()
      toast(t.enroll.first)
      void sync()
    })
  return (
    <>
      <header className="head">
        <h1>{t.enroll.title}</h1>
      </header>
      <main className="body bare">
        <p className="hint">{t.enroll.hint}</p>
        <Problem error={act.error} />
        <Field label={t.enroll.link}>
          <textarea readOnly={!form.ready} value={form.value.link} autoCapitalize="off" spellCheck={false} onChange={(event) => form.set({ link: event.target.value })} />
        </Field>
        <button className="btn main" disabled={act.busy || form.value.link.trim() === ''} onClick={() => void enroll()}>
          {act.busy ? t.enroll.running : t.enroll.submit}
        </button>
      </main>
    </>
  )
}
