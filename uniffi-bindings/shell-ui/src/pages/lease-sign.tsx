import { useState } from 'react'
import { call } from '../bridge/call'
import { useForm } from '../bridge/form'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Screen, Wait } from '../parts/basics'
import { Copyable } from '../parts/copyable'
import { leaseWords } from '../parts/lease-words'
import { Problem } from '../parts/problem'

/** Lets a colleague's phone work on offline（签发延期码）. Who may is said by the core, in words. */
export function LeaseSign() {
  const form = useForm('lease-sign', { request: '', days: '7' })
  const [code, setCode] = useState('')
  const act = useAct()
  const { request, days } = form.value
  const sign = () =>
    act.run(async () => {
      const signed = await call('lease.sign', { request: request.trim(), days: Number(days) })
      await form.drop()
      setCode(signed.code)
    })
  const again = () => {
    form.set({ request: '' })
    setCode('')
  }
  if (!form.ready) return <Wait title={t.leaseSign.title} />
  return (
    <Screen title={t.leaseSign.title}>
      {code === '' ? (
        <>
          <p className="hint">{t.leaseSign.hint}</p>
          <Problem error={act.error} said={leaseWords(act.error, t.leaseSign.refused, t.leaseSign.notYou)} />
          <Field label={t.leaseSign.request}>
            <textarea value={request} autoCapitalize="off" spellCheck={false} onChange={(event) => form.set({ request: event.target.value })} />
          </Field>
          <Field label={t.leaseSign.days}>
            <input inputMode="numeric" value={days} onChange={(event) => form.set({ days: event.target.value.replace(/\D/g, '').slice(0, 3) })} />
          </Field>
          <button className="btn main" disabled={act.busy || request.trim() === '' || days === ''} onClick={() => void sign()}>
            {t.leaseSign.submit}
          </button>
        </>
      ) : (
        <div className="stack">
          <p className="hint">{t.leaseSign.done(Number(days))}</p>
          <Copyable label={t.leaseSign.code} text={code} />
          <button className="btn quiet" onClick={again}>
            {t.leaseSign.again}
          </button>
        </div>
      )}
    </Screen>
  )
}
