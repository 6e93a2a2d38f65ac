import { call } from '../bridge/call'
import type { RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Screen, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { PhotoButtons, Photos } from '../parts/photo'
import { go } from '../parts/router'
import { toast } from '../parts/toast'

/** What the owner did（整改反馈）. */
export function Feedback({ hazard, view }: { hazard: string; view: RecordView }) {
  const form = useForm(`feedback/${hazard}`, { note: '' })
  const act = useAct()
  const photos = view.photos.filter((it) => it.stage === 'after')
  if (!form.ready) return <Wait title={t.feedback.title} />
  return (
    <Screen
      title={t.feedback.title}
      foot={
        <button
          className="btn main"
          disabled={act.busy}
          onClick={() =>
            void act.run(async () => {
              await call('hazard.feedback', { hazard, note: form.value.note, photos: photos.map((it) => it.record), on_behalf: true })
              await form.drop()
              submitted()
              toast(t.feedback.done)
              go(`/hazard/${hazard}`, true)
            })
          }
        >
          {t.feedback.submit}
        </button>
      }
    >
      <Problem error={act.error} />
      <p><b>{String(view.content.fields['description'] ?? '')}</b></p>
      <Field label={t.feedback.note}>
        <textarea value={form.value.note} onChange={(event) => form.set({ note: event.target.value })} />
      </Field>
      <p className="hint">{t.hazard.after}</p>
      <Photos photos={photos} />
      <PhotoButtons target={hazard} stage="after" gallery={false} />
      <p className="hint">{t.feedback.behalf}</p>
    </Screen>
  )
}

interface Said {
  days: string
  reason: string
  to: string
}

const days = (said: Said) => Number(said.days) || 0

const ACTS = {
  extend: { days: true, reason: true, to: false, text: t.extend, send: (hazard: string, said: Said) => call('hazard.extend', { hazard, days: days(said), reason: said.reason }) },
  urge: { days: true, reason: false, to: false, text: t.urge, send: (hazard: string, said: Said) => call('hazard.urge', { hazard, days: days(said) }) },
  escalate: { days: false, reason: true, to: true, text: t.escalate, send: (hazard: string, said: Said) => call('hazard.escalate', { hazard, to: said.to, reason: said.reason }) },
  void: { days: false, reason: true, to: false, text: t.void, send: (hazard: string, said: Said) => call('hazard.void', { hazard, reason: said.reason }) },
} as const

/** Acts that are said in a few words: longer, urge, hand on, void. */
export function Say({ hazard, view, act: name }: { hazard: string; view: RecordView; act: string }) {
  const policy = useCall('policy.get')
  const form = useForm(`${name}/${hazard}`, { days: '3', reason: '', to: 'police' })
  const act = useAct()
  const one = ACTS[name as keyof typeof ACTS]
  const departments = policy.data?.departments ?? []
  // What stands in the field is what is sent: of a code that is none the first is shown.
  const chosen = departments.find((it) => it.code === form.value.to) ?? departments.find((it) => it.code === 'PSB') ?? departments[0]
  const to = chosen?.code ?? ''
  const nobody = useCall(one?.to === true && to !== '' ? 'hazard.unstaffed' : null, { hazard, to })
  if (!one || !policy.data || !form.ready) return <Wait title={t.hazard.title} error={policy.error} />
  const text = one.text as Record<string, string>
  const submit = () =>
    act.run(async () => {
      await one.send(hazard, { ...form.value, to })
      await form.drop()
      submitted()
      toast(text['done'] ?? '')
      go(`/hazard/${hazard}`, true)
    })
  return (
    <Screen
      title={text['title'] ?? ''}
      foot={
        <button className={name === 'void' ? 'btn red' : 'btn main'} disabled={act.busy} onClick={() => void submit()}>
          {text['submit']}
        </button>
      }
    >
      <Problem error={act.error} />
      <p><b>{String(view.content.fields['description'] ?? '')}</b></p>
      {one.days && (
        <Field label={text['days'] ?? ''}>
          <input inputMode="numeric" value={form.value.days} onChange={(event) => form.set({ days: event.target.value.replace(/\D/g, '').slice(0, 3) })} />
        </Field>
      )}
      {one.to && (
        <Field label={text['to'] ?? ''}>
          <select value={to} onChange={(event) => form.set({ to: event.target.value })}>
            {departments.map((it) => (
              <option key={it.code} value={it.code}>
                {it.zh}
              </option>
            ))}
          </select>
        </Field>
      )}
      {one.to && nobody.data?.unstaffed === true && (
        <p className="banner warn" role="alert">
          {text['nobody']}
        </p>
      )}
      {one.reason && (
        <Field label={text['reason'] ?? ''}>
          <textarea value={form.value.reason} onChange={(event) => form.set({ reason: event.target.value })} />
        </Field>
      )}
    </Screen>
  )
}
