import { useState } from 'react'
import { call } from '../bridge/call'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { fieldName, words, t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Part, Screen, Tag, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { HazardLine } from '../parts/lines'
import { go, Link } from '../parts/router'
import { SignatureSheet } from '../parts/signature'
import { toast } from '../parts/toast'

const ROLES = ['owner', 'operator', 'tenant', 'inspector']

/** Signature and submission, then what the failed items ask for. */
export function Finish({ inspection }: { inspection: string }) {
  const view = useCall('inspection.get', { inspection })
  const form = useForm(`finish/${inspection}`, { signer: '', role: 'owner', correction: '' })
  const act = useAct()
  const [signing, setSigning] = useState(false)
  const [done, setDone] = useState(false)
  const [again, setAgain] = useState(false)
  const data = view.data
  if (!data || !form.ready) return <Wait title={t.finish.title} error={view.error} />
  const count = (result: string) => data.items.filter((item) => item.answer?.result === result).length
  const fails = count('fail')
  const returned = data.record.state.status === 'returned'
  const name = (key: string) => {
    const item = data.items.find((it) => it.id === key)
    return item?.question ?? fieldName(key)
  }
  const owner = data.record.premises
  const signer = form.value.signer
  const submit = () =>
    act.run(async () => {
      await call('inspection.submit', {
        inspection,
        outcome: null,
        note: '',
        correction: returned ? form.value.correction : null,
        raise_hazards: true,
      })
      await form.drop()
      submitted()
      toast(t.finish.submitted)
      setDone(true)
      setAgain(false)
      window.scrollTo(0, 0)
    })
  const over = ['submitted', 'accepted'].includes(data.record.state.status)
  if (done || (over && !again)) {
    return (
      <Screen
        title={t.finish.whatNext}
        foot={
          <button className="btn main" onClick={() => go('/', true)}>
            {t.finish.home}
          </button>
        }
      >
        <div className="card pad">
          <b>✓ {t.finish.submitted}</b>
        </div>
        {!done && data.record.state.status === 'submitted' && (
          <button className="btn quiet" onClick={() => setAgain(true)}>
            {t.finish.more}
          </button>
        )}
        {data.hazards.length > 0 && (
          <Part title={`${t.finish.hazards}（${data.hazards.length}）`}>
            <div className="card">{data.hazards.map((row) => <HazardLine key={row.record} row={row} />)}</div>
          </Part>
        )}
      </Screen>
    )
  }
  return (
    <Screen
      title={t.finish.title}
      foot={
        <button className="btn main" disabled={act.busy} onClick={() => void submit()}>
          {t.finish.submit}
        </button>
      }
    >
      <Problem error={act.error} item={name} />
      <div className="card pad">
        <b>{owner?.name}</b>
        <p>{t.finish.summary(count('pass'), fails, count('na'))}</p>
        {fails > 0 && <p className="hint">{t.finish.raise(fails)}</p>}
        {data.items.some((item) => !item.answer?.result) && (
          <p>
            <Link to={`/visit/${inspection}`} className="btn">
              {t.visit.left(data.items.filter((item) => !item.answer?.result).length)}
            </Link>
          </p>
        )}
      </div>
      {returned && (
        <Field label={t.finish.correction}>
          <textarea value={form.value.correction} onChange={(event) => form.set({ correction: event.target.value })} />
        </Field>
      )}
      {data.record.signatures.map((signature) => (
        <div key={signature.id} className="card">
          <div className="row plain">
            <span className="main">
              <b>{signature.signer}</b>
              <span className="sub">{signature.role_text}</span>
            </span>
            <Tag tone={signature.holds ? 'green' : 'red'}>{signature.holds ? t.finish.signed : signature.redacted ? t.finish.redacted : t.finish.void}</Tag>
            {!signature.holds && (
              <button className="choice" onClick={() => void act.run(() => call('record.drop_signature', { record: inspection, signature: signature.id }))}>
                {t.finish.again}
              </button>
            )}
          </div>
        </div>
      ))}
      <div className="card pad">
        <Field label={t.finish.signer}>
          <input value={signer} autoComplete="off" onChange={(event) => form.set({ signer: event.target.value })} />
        </Field>
        <div className="choices" role="group" aria-label={t.finish.role}>
          {ROLES.map((role) => (
            <button key={role} className="choice" aria-pressed={form.value.role === role} onClick={() => form.set({ role })}>
              {words('signature_role', role)}
            </button>
          ))}
        </div>
        <p />
        <button className="btn" disabled={signer.trim() === ''} onClick={() => setSigning(true)}>
          {t.sign.label}
        </button>
      </div>
      {signing && (
        <SignatureSheet
          title={`${signer}（${words('signature_role', form.value.role)}）`}
          close={() => setSigning(false)}
          signed={(strokes) => {
            setSigning(false)
            void act.run(async () => {
              await call('record.sign', { record: inspection, signer, role: form.value.role, strokes, statement: data.record.statement })
              form.set({ signer: '' })
            })
          }}
        />
      )}
    </Screen>
  )
}
