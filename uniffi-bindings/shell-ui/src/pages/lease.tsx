import { useState } from 'react'
import { call } from '../bridge/call'
import { useForm } from '../bridge/form'
import { moment, t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Part } from '../parts/basics'
import { Copyable } from '../parts/copyable'
import { leaseWords } from '../parts/lease-words'
import { Problem } from '../parts/problem'
import { toast } from '../parts/toast'

/** Longer without a network（延长离线期限）: a code goes to a supervisor, a signed one comes back. */
export function Lease({ days }: { days: number }) {
  const [code, setCode] = useState('')
  const form = useForm('lease', { answer: '' })
  const { answer } = form.value
  const act = useAct()
  const ask = () => act.run(async () => setCode((await call('lease.request')).code), false)
  const take = () =>
    act.run(async () => {
      const { until_ms } = await call('lease.accept', { code: answer.trim() })
      toast(t.handover.leaseUntil(moment(until_ms)))
      form.set({ answer: '' })
      await form.drop()
      setCode('')
    }, false)
  return (
    <Part title={t.handover.lease}>
      <p className="hint">
        {t.settings.lease(days)}。{t.handover.leaseHint}
      </p>
      <Problem error={act.error} said={leaseWords(act.error, t.handover.leaseRefused, t.handover.leaseSigner)} />
      {code === '' ? (
        <button className="btn" disabled={act.busy} onClick={() => void ask()}>
          {t.handover.leaseAsk}
        </button>
      ) : (
        <Copyable label={t.handover.leaseCode} text={code} />
      )}
      <p />
      <Field label={t.handover.leaseAnswer}>
        <textarea value={answer} autoCapitalize="off" spellCheck={false} readOnly={!form.ready} onChange={(event) => form.set({ answer: event.target.value })} />
      </Field>
      <button className="btn main" disabled={act.busy || answer.trim() === ''} onClick={() => void take()}>
        {t.handover.leaseTake}
      </button>
    </Part>
  )
}
