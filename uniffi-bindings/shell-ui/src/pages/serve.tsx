import { useState } from 'react'
import { call } from '../bridge/call'
import type { RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { words, t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Screen, Tag, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { Missing } from '../parts/missing'
import { PhotoButtons, Photos } from '../parts/photo'
import { go } from '../parts/router'
import { SignatureSheet } from '../parts/signature'
import { toast } from '../parts/toast'

type How = 'signed' | 'refused' | 'posted' | 'mailed'
const WAYS: How[] = ['signed', 'refused', 'posted', 'mailed']
interface Signer {
  name: string
  strokes: string
  statement: string
}
const NOBODY: Signer = { name: '', strokes: '', statement: '' }

/** A notice handed over（送达）: signed for, refused before two witnesses, posted, or mailed. */
export function Serve({ hazard, view }: { hazard: string; view: RecordView }) {
  const policy = useCall('policy.get')
  const form = useForm(`serve/${hazard}`, {
    how: 'signed' as How,
    signer: { ...NOBODY, name: view.state.responsible.person },
    role: 'owner',
    witnesses: [NOBODY, NOBODY] as Signer[],
    note: '',
    tracking: '',
  })
  const act = useAct()
  const [signing, setSigning] = useState<number>()
  const value = form.value
  if (!policy.data || !form.ready) return <Wait title={t.serve.title} error={policy.error} />
  const posted = view.photos.filter((it) => it.stage === 'service')
  // What was signed is void once something else stands there.
  const holds = (one: Signer) => one.strokes !== '' && one.statement === view.statement
  const witnesses = value.witnesses.slice(0, policy.data.refusal_witnesses)
  const complete = {
    signed: value.signer.name.trim() !== '' && holds(value.signer),
    refused: witnesses.every((one) => one.name.trim() !== '' && holds(one)),
    posted: posted.length > 0,
    mailed: value.tracking.trim() !== '',
  }[value.how]
  const change = (index: number, to: Partial<Signer>) =>
    index < 0
      ? form.set({ signer: { ...value.signer, ...to } })
      : form.set({ witnesses: value.witnesses.map((one, at) => (at === index ? { ...one, ...to } : one)) })
  const who = (index: number): Signer => (index < 0 ? value.signer : (value.witnesses[index] ?? NOBODY))
  const block = (index: number, label: string) => (
    <div key={index} className="card pad">
      <Field label={label}>
        <input value={who(index).name} autoComplete="off" onChange={(event) => change(index, { name: event.target.value })} />
      </Field>
      <div className="pair">
        <button className="btn" disabled={who(index).name.trim() === ''} onClick={() => setSigning(index)}>
          {holds(who(index)) ? t.finish.again : t.sign.label}
        </button>
        <span>{holds(who(index)) ? <Tag tone="green">{t.finish.signed}</Tag> : who(index).strokes !== '' ? <Tag tone="red">{t.finish.void}</Tag> : null}</span>
      </div>
    </div>
  )
  const submit = () =>
    act.run(async () => {
      const signature = (one: Signer, role: string) => ({ signer: one.name, role, strokes: one.strokes, statement: one.statement })
      await call('notice.serve', {
        hazard,
        how: value.how,
        signature: value.how === 'signed' ? signature(value.signer, value.role) : null,
        witnesses: value.how === 'refused' ? witnesses.map((one) => signature(one, 'witness')) : [],
        note: value.note,
        photo: value.how === 'posted' ? (posted[posted.length - 1]?.record ?? null) : null,
        tracking: value.tracking,
      })
      await form.drop()
      submitted()
      toast(t.serve.done)
      go(`/hazard/${hazard}`, true)
    })
  return (
    <Screen
      title={t.serve.title}
      foot={
        <>
          <Missing
            of={[
              [value.how === 'signed' && value.signer.name.trim() === '', t.serve.needName],
              [value.how === 'signed' && !holds(value.signer), t.serve.needSignature],
              [value.how === 'refused' && !complete, t.serve.refusedHint(policy.data.refusal_witnesses)],
              [value.how === 'posted' && !complete, t.serve.needPhoto],
              [value.how === 'mailed' && !complete, t.serve.needNumber],
            ]}
          />
          <button className="btn main" disabled={act.busy || !complete} onClick={() => void submit()}>
            {t.serve.submit}
          </button>
        </>
      }
    >
      <Problem error={act.error} />
      <div className="card pad">
        <b>{view.premises?.name}</b>
        <p>{String(view.content.fields['description'] ?? '')}</p>
        <p className="hint">
          {t.hazard.number}：{view.state.notice_number ?? view.state.provisional_number}
        </p>
      </div>
      <div className="choices" role="group" aria-label={t.serve.title}>
        {WAYS.map((how) => (
          <button key={how} className="choice" aria-pressed={value.how === how} onClick={() => form.set({ how })}>
            {t.serve[how]}
          </button>
        ))}
      </div>
      <p />
      {value.how === 'signed' && (
        <>
          <div className="choices" role="group" aria-label={t.finish.role}>
            {['owner', 'operator', 'tenant'].map((role) => (
              <button key={role} className="choice" aria-pressed={value.role === role} onClick={() => form.set({ role })}>
                {words('signature_role', role)}
              </button>
            ))}
          </div>
          <p />
          {block(-1, t.finish.signer)}
        </>
      )}
      {value.how === 'refused' && (
        <>
          <p className="hint">{t.serve.refusedHint(policy.data.refusal_witnesses)}</p>
          {witnesses.map((_, index) => block(index, t.serve.witness(index + 1)))}
          <Field label={t.serve.note}>
            <textarea value={value.note} onChange={(event) => form.set({ note: event.target.value })} />
          </Field>
        </>
      )}
      {value.how === 'posted' && (
        <>
          <p className="hint">{t.serve.postedHint}</p>
          <Photos photos={posted} />
          <PhotoButtons target={hazard} stage="service" gallery={false} />
        </>
      )}
      {value.how === 'mailed' && (
        <Field label={t.serve.tracking}>
          <input value={value.tracking} autoComplete="off" onChange={(event) => form.set({ tracking: event.target.value })} />
        </Field>
      )}
      {signing !== undefined && (
        <SignatureSheet
          title={who(signing).name}
          close={() => setSigning(undefined)}
          signed={(strokes) => {
            change(signing, { strokes, statement: view.statement })
            setSigning(undefined)
          }}
        />
      )}
    </Screen>
  )
}
