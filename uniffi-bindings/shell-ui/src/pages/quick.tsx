import { useState } from 'react'
import { attach, call } from '../bridge/call'
import type { HazardRow, PremisesView, RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Field, Part, Problem, Screen, Sheet } from '../parts/basics'
import { Photos, Taker } from '../parts/photo'
import { go, Link } from '../parts/router'
import { PremisesFinder } from './premises-list'

const EMPTY = { premises: '', hazard: '', text: '', life: false }

/** A hazard in under a minute（S2-10）: the place, a photo, a few words. */
export function Quick({ premises: given }: { premises: string | null }) {
  const form = useForm(`quick/${given ?? ''}`, { ...EMPTY, premises: given ?? '' })
  const [choosing, setChoosing] = useState(false)
  const [made, setMade] = useState<string>()
  const act = useAct()
  const { premises, hazard, text, life } = form.value
  const place = useCall<PremisesView>(premises === '' ? null : 'premises.get', { premises })
  const record = useCall<RecordView>(hazard === '' ? null : 'record.get', { record: hazard })
  const photos = hazard === '' ? [] : (record.data?.photos ?? [])
  const begin = async (): Promise<string> => {
    if (hazard !== '') return hazard
    const draft = await call<{ hazard: string }>('hazard.draft', { premises, description: text, life_threat: life, source: 'grid_patrol' })
    form.set({ hazard: draft.hazard })
    return draft.hazard
  }
  const submit = () =>
    act.run(async () => {
      const target = await begin()
      await call('hazard.edit', { hazard: target, fields: { description: text.trim(), life_threat: life } })
      await call('hazard.raise', { hazard: target })
      await form.drop()
      submitted()
      setMade(target)
    })
  if (made) {
    return (
      <Screen tab title={zh.quick.title}>
        <div className="card pad">
          <b>✓ {zh.quick.done}</b>
        </div>
        <div className="stack">
          <Link to={`/hazard/${made}`} className="btn main">
            {zh.quick.open}
          </Link>
          <button
            className="btn"
            onClick={() => {
              form.set({ ...EMPTY })
              setMade(undefined)
            }}
          >
            {zh.quick.again}
          </button>
          <button className="btn quiet" onClick={() => go('/')}>
            {zh.finish.home}
          </button>
        </div>
      </Screen>
    )
  }
  return (
    <Screen tab title={zh.quick.title}>
      {form.restored && text !== '' && <p className="hint">{zh.restored}</p>}
      <Problem error={act.error} />
      <Part title={zh.quick.step2}>
        <button className={premises === '' ? 'btn main' : 'btn'} disabled={hazard !== ''} onClick={() => setChoosing(true)}>
          {place.data ? place.data.row.name || zh.unnamed : zh.quick.choose}
        </button>
        {place.data && <p className="hint">{place.data.row.address}</p>}
      </Part>
      <Part title={zh.quick.step1}>
        <Photos photos={photos} />
        {premises === '' ? (
          <p className="hint">{zh.quick.first}</p>
        ) : (
          <Taker
            label={photos.length === 0 ? zh.quick.take : zh.hazard.addPhoto}
            take={async (file) => {
              await attach({ target: await begin(), stage: 'found' }, file)
            }}
          />
        )}
      </Part>
      <Part title={zh.quick.step3}>
        <div className="choices">
          {zh.quick.words.map((word) => (
            <button key={word} className="choice" aria-pressed={text.includes(word)} onClick={() => form.set({ text: text.includes(word) ? text : [text, word].filter(Boolean).join('，') })}>
              {word}
            </button>
          ))}
        </div>
        <p />
        <Field label={zh.quick.hint}>
          <textarea value={text} onChange={(event) => form.set({ text: event.target.value })} />
        </Field>
        <label className="check">
          <input type="checkbox" checked={life} onChange={(event) => form.set({ life: event.target.checked })} />
          <span>
            {zh.quick.life}
            <small>{zh.quick.lifeHint}</small>
          </span>
        </label>
      </Part>
      <button className="btn red" disabled={act.busy || premises === '' || text.trim() === '' || photos.length === 0} onClick={() => void submit()}>
        {zh.quick.submit}
      </button>
      {choosing && (
        <Sheet title={zh.quick.choose} close={() => setChoosing(false)}>
          <PremisesFinder
            pick={(row) => {
              form.set({ premises: row.record })
              setChoosing(false)
            }}
          />
        </Sheet>
      )}
      <Drafts />
    </Screen>
  )
}

/** Hazards that were begun and not registered. */
function Drafts() {
  const rows = useCall<HazardRow[]>('hazard.list', { premises: null, inspection: null, open_only: true, limit: 500 })
  const drafts = rows.data?.filter((row) => row.status === 'draft') ?? []
  if (drafts.length === 0) return null
  return (
    <Part title={zh.hazards.draft}>
      <div className="card">
        {drafts.slice(0, 5).map((row) => (
          <Link key={row.record} to={`/hazard/${row.record}`} className="row">
            <span className="main">
              <b>{row.description || zh.unnamed}</b>
              <span className="sub">{row.premises_name}</span>
            </span>
            <span className="go">›</span>
          </Link>
        ))}
      </div>
    </Part>
  )
}

