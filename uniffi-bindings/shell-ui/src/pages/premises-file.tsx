import { useState } from 'react'
import { call } from '../bridge/call'
import type { Near, Scalar } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { fieldName, t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Part, Screen, Sheet, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { position } from '../parts/locate'
import { go } from '../parts/router'
import { toast } from '../parts/toast'

const WHERE = ['village', 'group', 'road', 'door_number', 'address']
const WHO = ['owner_name', 'owner_phone', 'operator_name', 'operator_phone']
const COUNTS = ['floors', 'rooms', 'beds', 'persons', 'exits', 'stairs', 'staff', 'ebike_count', 'extinguishers', 'smoke_alarms']
const PARTIES = ['responsible_territory_name', 'responsible_department_name', 'responsible_unit_name', 'responsible_on_site_name']
const FLAGS = ['self_built', 'three_in_one', 'basement_used', 'vulnerable_people', 'gas_alarm', 'escape_window', 'residual_current_device']
const PLACE = ['latitude_microdegrees', 'longitude_microdegrees', 'accuracy_m']
const LONG: Record<string, boolean> = { address: true, remark: true }

type Fields = Record<string, string | boolean>
interface FileForm {
  grid: string
  fields: Fields
}

/** What was typed, as the bridge wants it; of a file that exists only what differs. */
function scalars(fields: Fields, known: Record<string, Scalar>): Record<string, Scalar> {
  const out: Record<string, Scalar> = {}
  for (const [key, typed] of Object.entries(fields)) {
    const isCount = COUNTS.includes(key) || PLACE.includes(key)
    const value: Scalar = typeof typed === 'boolean' ? typed : typed.trim() === '' ? null : isCount ? Number(typed) : typed.trim()
    if (value !== (known[key] ?? null)) out[key] = value
  }
  return out
}

/** A premises put on file, or its file mended. */
export function PremisesFile({ premises }: { premises: string | null }) {
  const policy = useCall('policy.get')
  const grids = useCall('phone.grids')
  const known = useCall(premises === null ? null : 'premises.get', { premises: premises ?? '' })
  const form = useForm<FileForm>(`file/${premises ?? 'new'}`, { grid: '', fields: {} })
  const act = useAct()
  const [near, setNear] = useState<Near[]>()
  const [place, setPlace] = useState('')
  if (!policy.data || !grids.data || !form.ready || (premises !== null && !known.data)) {
    return <Wait title={t.file.editTitle} error={known.error ?? grids.error ?? policy.error} />
  }
  const before = known.data?.content.fields ?? {}
  const grid = form.value.grid || grids.data[0]?.grid || ''
  const typed = form.value.fields
  const shown = (key: string): string => {
    const value = typed[key] ?? before[key] ?? ''
    return value === null ? '' : String(value)
  }
  const set = (key: string, value: string | boolean) => form.set({ fields: { ...typed, [key]: value } })
  const bad = (key: string) => act.error?.findings.find((it) => it.key === key)?.text
  const input = (key: string) => (
    <Field key={key} label={fieldName(key)} bad={bad(key)}>
      {LONG[key] ? (
        <textarea value={shown(key)} onChange={(event) => set(key, event.target.value)} />
      ) : (
        <input
          value={shown(key)}
          inputMode={COUNTS.includes(key) ? 'numeric' : key.endsWith('_phone') ? 'tel' : 'text'}
          onChange={(event) => set(key, COUNTS.includes(key) ? event.target.value.replace(/\D/g, '') : event.target.value)}
        />
      )}
    </Field>
  )
  const store = (anyway: boolean) =>
    act.run(async () => {
      const fields = scalars(typed, before)
      if (premises !== null) {
        await call('premises.edit', { premises, fields })
        await form.drop()
        submitted()
        toast(t.file.saved)
        return go(`/premises/${premises}`, true)
      }
      if (!anyway) {
        const found = await call('premises.near', { grid, fields, except: null })
        if (found.length > 0) return setNear(found)
      }
      setNear(undefined)
      const made = await call('premises.create', { grid, fields })
      await form.drop()
      submitted()
      toast(t.file.created)
      go(`/premises/${made.premises}`, true)
    })
  const locate = async () => {
    setPlace(t.file.locating)
    const at = await position(15_000)
    if (!at) return setPlace(t.file.notLocated)
    // A file has no place for the mark that a photo carries.
    if (at.mock) return setPlace(t.file.mock)
    form.set({ fields: { ...typed, latitude_microdegrees: String(at.latitude_microdegrees), longitude_microdegrees: String(at.longitude_microdegrees), accuracy_m: String(at.accuracy_m) } })
    setPlace(t.file.located(at.accuracy_m))
  }
  return (
    <Screen
      title={premises === null ? t.file.newTitle : t.file.editTitle}
      foot={
        <button className="btn main" disabled={act.busy} onClick={() => void store(false)}>
          {t.save}
        </button>
      }
    >
      {form.restored && <p className="hint">{t.restored}</p>}
      <Problem error={act.error} />
      {premises === null && grids.data.length > 1 && (
        <Field label={t.file.grid}>
          <select value={grid} onChange={(event) => form.set({ grid: event.target.value })}>
            {grids.data.map((it) => (
              <option key={it.grid} value={it.grid}>
                {it.name}
              </option>
            ))}
          </select>
        </Field>
      )}
      {input('name')}
      <Field label={fieldName('category')} bad={bad('category')}>
        <select value={shown('category')} onChange={(event) => set('category', event.target.value)}>
          <option value="">{t.file.choose}</option>
          {policy.data.categories.map((it) => (
            <option key={it.id} value={it.id}>
              {it.zh}
            </option>
          ))}
        </select>
      </Field>
      <Part title={t.file.where}>
        {WHERE.map(input)}
        <button className="btn quiet" onClick={() => void locate()}>
          {t.file.locate}
        </button>
        {place && <p className="hint">{place}</p>}
      </Part>
      <Part title={t.file.who}>{WHO.map(input)}</Part>
      <Part title={t.file.house}>
        <div className="pair">{COUNTS.map(input)}</div>
      </Part>
      <Part title={t.file.flags}>
        <div className="card pad">
          {FLAGS.map((key) => (
            <label key={key} className="check">
              <input type="checkbox" checked={(typed[key] ?? before[key]) === true} onChange={(event) => set(key, event.target.checked)} />
              {fieldName(key)}
            </label>
          ))}
        </div>
      </Part>
      <Part title={t.file.responsible}>{PARTIES.map(input)}</Part>
      {input('remark')}
      {near && (
        <Sheet title={t.file.near} close={() => setNear(undefined)}>
          <p className="hint">{t.file.nearHint}</p>
          {near.slice(0, 5).map((it) => (
            <div key={it.record} className="card pad stack">
              <div>
                <b>{it.premises?.name}</b>
                <p className="hint">
                  {it.premises?.address}　{it.reasons.join('、')}
                  {it.distance_m !== null && `　${t.value.meters(it.distance_m)}`}
                </p>
              </div>
              <button className="btn" onClick={() => go(`/premises/${it.record}`)}>
                {t.file.nearOpen}
              </button>
            </div>
          ))}
          <button className="btn main" disabled={act.busy} onClick={() => void store(true)}>
            {t.file.nearOther}
          </button>
        </Sheet>
      )}
    </Screen>
  )
}
