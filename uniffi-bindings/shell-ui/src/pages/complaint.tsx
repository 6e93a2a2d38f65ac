import { useState } from 'react'
import { call } from '../bridge/call'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import type { CaseKind, StepForm } from '../bridge/types'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Field, Part, Screen, Sheet, Wait } from '../parts/basics'
import { Missing } from '../parts/missing'
import { Problem } from '../parts/problem'
import { Link } from '../parts/router'
import { firstValue, StepField } from '../parts/step-field'
import { PremisesFinder } from './premises-list'

/** The register that complaints stand in. */
const REGISTER = 'report'

interface Said {
  premises: string
  whole: boolean
  grid: string
  /** The case that was begun for it: a second try must not begin another. */
  opened: string
  fields: Record<string, string>
}

/** A complaint（举报投诉） as one form: what it is about, and what its first step asks for. */
export function Complaint({ premises }: { premises: string | null }) {
  const kinds = useCall('case.kinds')
  if (!kinds.data) return <Wait title={t.complaint.title} error={kinds.error} />
  const register = kinds.data.find((it) => it.kind === REGISTER)
  const asked = register?.first[0]
  if (!register || !asked || register.grids.length === 0) return <Screen title={t.complaint.title}><Empty>{t.complaint.none}</Empty></Screen>
  return <ComplaintForm given={premises ?? ''} register={register} asked={asked} />
}

function ComplaintForm({ given, register, asked }: { given: string; register: CaseKind; asked: StepForm }) {
  const begin: Said = { premises: given, whole: false, grid: '', opened: '', fields: Object.fromEntries(asked.fields.map((field) => [field.name, firstValue(field, undefined)])) }
  const form = useForm(`complaint/${given}`, begin)
  const [choosing, setChoosing] = useState(false)
  const [made, setMade] = useState<{ record: string; premises: string }>()
  const act = useAct()
  const { premises, whole, fields } = form.value
  const place = useCall(premises === '' ? null : 'premises.get', { premises })
  const grid = register.grids.find((it) => it.grid === form.value.grid)?.grid ?? (register.grids.length === 1 ? register.grids[0]?.grid : undefined)
  if (!form.ready) return <Wait title={t.complaint.title} />
  const said = (name: string) => (fields[name] ?? '').trim()
  const lacks = asked.fields.filter((field) => !field.optional && said(field.name) === '')
  const nowhere = whole ? grid === undefined : premises === ''
  const submit = () =>
    act.run(async () => {
      const filled = Object.fromEntries(asked.fields.map((field) => [field.name, said(field.name)]).filter(([, text]) => text !== ''))
      const opened = form.value.opened || (await call('case.open', { kind: register.kind, ...(whole ? { grid } : { premises }), fields: {} })).case
      form.set({ opened })
      await call('case.step', { case: opened, step: asked.step, fields: filled, with: [], photos: [], due: null })
      await form.drop()
      submitted()
      setMade({ record: opened, premises: whole ? '' : premises })
    })
  if (made) {
    const again = () => {
      form.set({ ...begin })
      setMade(undefined)
    }
    return <Done record={made.record} premises={made.premises} again={again} />
  }
  return (
    <Screen
      title={t.complaint.title}
      foot={
        <>
          <Missing of={[[nowhere, whole ? t.file.grid : t.quick.needPlace], ...lacks.map((field): [boolean, string] => [true, field.text])]} />
          <button className="btn main" disabled={act.busy || nowhere || lacks.length > 0} onClick={() => void submit()}>
            {t.complaint.submit}
          </button>
        </>
      }
    >
      {form.restored && <p className="hint">{t.restored}</p>}
      <Problem error={act.error} />
      <p className="hint">{t.complaint.hint}</p>
      <Part title={t.complaint.about}>
        <div className="choices" role="group" aria-label={t.complaint.about}>
          <button className="choice" aria-pressed={!whole} disabled={form.value.opened !== ''} onClick={() => form.set({ whole: false })}>
            {t.cases.aboutPremises}
          </button>
          <button className="choice" aria-pressed={whole} disabled={form.value.opened !== ''} onClick={() => form.set({ whole: true })}>
            {t.cases.aboutGrid}
          </button>
        </div>
        {whole ? (
          <Field label={t.file.grid}>
            <select value={grid ?? ''} onChange={(event) => form.set({ grid: event.target.value })}>
              <option value="">{t.file.choose}</option>
              {register.grids.map((it) => (
                <option key={it.grid} value={it.grid}>
                  {it.name ?? t.unnamed}
                </option>
              ))}
            </select>
          </Field>
        ) : (
          <>
            <button className={premises === '' ? 'btn main' : 'btn'} disabled={form.value.opened !== ''} onClick={() => setChoosing(true)}>
              {place.data ? place.data.row.name || t.unnamed : t.quick.choose}
            </button>
            {place.data && <p className="hint">{place.data.row.address}</p>}
          </>
        )}
      </Part>
      <p />
      {asked.fields.map((field) => (
        <StepField key={field.name} field={field} value={fields[field.name] ?? ''} set={(text) => form.set({ fields: { ...fields, [field.name]: text } })} />
      ))}
      {choosing && (
        <Sheet title={t.quick.choose} close={() => setChoosing(false)}>
          <PremisesFinder
            pick={(row) => {
              form.set({ premises: row.record })
              setChoosing(false)
            }}
          />
        </Sheet>
      )}
    </Screen>
  )
}

/** It was entered: what comes next is to go and look. */
function Done({ record, premises, again }: { record: string; premises: string; again: () => void }) {
  return (
    <Screen title={t.complaint.title}>
      <div className="card pad">
        <b>✓ {t.complaint.done}</b>
      </div>
      <div className="stack">
        {premises !== '' && (
          <>
            <Link to={`/premises/${premises}?mode=complaint`} className="btn main">
              {t.complaint.check}
            </Link>
            <Link to={`/quick?premises=${premises}&source=complaint`} className="btn">
              {t.complaint.report}
            </Link>
          </>
        )}
        <Link to={`/case/${record}`} className="btn">
          {t.complaint.open}
        </Link>
        <button className="btn quiet" onClick={again}>
          {t.complaint.again}
        </button>
      </div>
    </Screen>
  )
}
