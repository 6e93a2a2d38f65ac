import { useState } from 'react'
import { call, type BridgeError } from '../bridge/call'
import type { CaseView, StepForm } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Field, Part, Screen, Tag, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { Missing } from '../parts/missing'
import { People } from '../parts/people'
import { PhotoButtons, Photos } from '../parts/photo'
import { go } from '../parts/router'
import { SignatureSheet } from '../parts/signature'
import { firstValue, StepField } from '../parts/step-field'
import { toast } from '../parts/toast'

/** Who speaks for a body is known to the core alone: its refusal stands beside the field. */
function badOf(name: string, error: BridgeError | undefined): string | undefined {
  return name === 'issuer' && error?.because === 'issuer_not_yours' ? t.step.notYours : undefined
}

/** What the photos of a step are taken for: those that prove what was done are of the day of it. */
function stageOf(step: string): string {
  if (step === 'stop_use.post') return 'service'
  return ['stop_use.check_passed', 'major_case.recheck_passed'].includes(step) ? 'recheck' : 'found'
}

/** One step of a case on a page of its own: what it asks for is what the core says. */
export function CaseStep({ record, step }: { record: string; step: string }) {
  const view = useCall('case.read', { case: record })
  // What a step begins with must be what stands there now.
  if (!view.data || !view.fresh) return <Wait title={t.cases.title} error={view.error} />
  const form = view.data.steps.find((it) => it.step === step)
  if (!form) return <Screen title={view.data.kind_text}><Empty>{t.step.gone}</Empty></Screen>
  return <Step id={record} view={view.data} asked={form} />
}

function Step({ id, view, asked }: { id: string; view: CaseView; asked: StepForm }) {
  const written = new Map(view.written.map((line) => [line.name, line.value]))
  const begin = Object.fromEntries(asked.fields.map((field) => [field.name, firstValue(field, written.get(field.name))]))
  const form = useForm(`case/${id}/${asked.step}`, { fields: begin, with: [] as string[], days: '', signer: '', role: asked.signers[0]?.role ?? '' })
  const people = useCall(asked.people > 1 ? 'phone.people' : null)
  const [signing, setSigning] = useState<string>()
  const act = useAct()
  if (!form.ready) return <Wait title={asked.text} />
  const { value } = form
  const said = (name: string) => (value.fields[name] ?? '').trim()
  const filled = asked.fields.every((field) => field.optional || said(field.name) !== '')
  const fields = Object.fromEntries(asked.fields.map((field) => [field.name, said(field.name)]).filter(([, text]) => text !== ''))
  // What was signed is void once something else stands there.
  const same = asked.fields.every((field) => (written.get(field.name) ?? '') === said(field.name))
  const signatures = view.record.signatures.filter((it) => asked.signers.some((one) => one.role === it.role))
  const signed = same && signatures.some((it) => it.holds)
  const used = new Set(view.log.flatMap((it) => it.photos))
  const stage = stageOf(asked.step)
  const photos = view.record.photos.filter((it) => !used.has(it.record) && (stage === 'found' || it.stage === stage))
  const due = asked.longest && value.days !== '' ? { kind: 'days', days: Number(value.days), calendar: asked.longest.calendar ?? 'natural' } : null
  const complete = filled && photos.length >= asked.photos && (asked.signers.length === 0 || signed)
  const sign = () =>
    act.run(async () => {
      await call('case.edit', { case: id, fields: Object.fromEntries(asked.fields.map((field) => [field.name, said(field.name)])) })
      const now = await call('case.read', { case: id })
      setSigning(now.record.statement)
    })
  const submit = () =>
    act.run(async () => {
      await call('case.step', { case: id, step: asked.step, fields, with: value.with, photos: photos.map((it) => it.record), due })
      await form.drop()
      submitted()
      toast(t.step.done(asked.text))
      go(`/case/${id}`, true)
    })
  return (
    <Screen
      title={asked.text}
      foot={
        <>
          <Missing
            of={[
              [!filled, t.step.needFields],
              [photos.length < asked.photos, t.step.needPhotos(asked.photos)],
              [asked.signers.length > 0 && !signed, t.serve.needSignature],
            ]}
          />
          <button className="btn main" disabled={act.busy || !complete} onClick={() => void submit()}>
            {t.step.submit}：{asked.text}
          </button>
        </>
      }
    >
      <Problem error={act.error ?? people.error} />
      {form.restored && <p className="hint">{t.restored}</p>}
      {(view.title || view.record.premises) && (
        <p className="hint">{[view.kind_text, view.record.premises?.name, view.title].filter(Boolean).join(' · ')}</p>
      )}
      {asked.fields.map((field) => (
        <StepField key={field.name} field={field} bad={badOf(field.name, act.error)} value={value.fields[field.name] ?? ''} set={(text) => form.set({ fields: { ...value.fields, [field.name]: text } })} />
      ))}
      {asked.longest && (
        <Field label={t.step.days} note={asked.longest.days ? t.step.daysHint(asked.longest.days) : t.optional}>
          <input inputMode="numeric" value={value.days} onChange={(event) => form.set({ days: event.target.value.replace(/\D/g, '').slice(0, 4) })} />
        </Field>
      )}
      {asked.people > 1 && (
        <Part title={t.step.people}>
          <p className="hint">{t.step.peopleHint(asked.people)}</p>
          <People people={people.data ?? []} chosen={value.with} choose={(users) => form.set({ with: users })} />
        </Part>
      )}
      {(asked.photos > 0 || photos.length > 0) && (
        <Part title={asked.photos > 0 ? `${t.cases.photos}　${t.step.photosHint(asked.photos)}` : t.cases.photos}>
          <Photos photos={photos} />
          <PhotoButtons target={id} stage={stage} gallery={false} />
        </Part>
      )}
      {asked.signers.length > 0 && (
        <Part title={t.cases.signatures}>
          <p className="hint">{t.step.signHint}</p>
          <div className="choices" role="group" aria-label={t.step.role}>
            {asked.signers.map((it) => (
              <button key={it.role} className="choice" aria-pressed={value.role === it.role} onClick={() => form.set({ role: it.role })}>
                {it.text}
              </button>
            ))}
          </div>
          <Field label={t.step.signer}>
            <input value={value.signer} autoComplete="off" onChange={(event) => form.set({ signer: event.target.value })} />
          </Field>
          <div className="pair">
            <button className="btn" disabled={act.busy || !filled || value.signer.trim() === ''} onClick={() => void sign()}>
              {signed ? t.finish.again : t.sign.label}
            </button>
            <span>{signed ? <Tag tone="green">{t.finish.signed}</Tag> : signatures.length > 0 ? <Tag tone="red">{t.finish.void}</Tag> : null}</span>
          </div>
        </Part>
      )}
      {signing !== undefined && (
        <SignatureSheet
          title={value.signer}
          close={() => setSigning(undefined)}
          signed={(strokes) =>
            void act.run(async () => {
              await call('record.sign', { record: id, signer: value.signer.trim(), role: value.role, strokes, statement: signing })
              setSigning(undefined)
            })
          }
        />
      )}
    </Screen>
  )
}
