import { useState } from 'react'
import { attach, call } from '../bridge/call'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Field, Part, Screen, Sheet } from '../parts/basics'
import { Problem } from '../parts/problem'
import { Pick } from '../parts/pick'
import { sourceChoices, sourceOf, usualSource } from '../parts/sources'
import { position } from '../parts/locate'
import { Missing } from '../parts/missing'
import { Photos, Taker } from '../parts/photo'
import { go, Link } from '../parts/router'
import { toast } from '../parts/toast'
import { PremisesFinder } from './premises-list'

const EMPTY = { premises: '', hazard: '', text: '', life: false, source: '' }

/** A hazard in under a minute（S2-10）: the place, a photo, a few words. */
export function Quick({ premises: given, source: asked }: { premises: string | null; source: string | null }) {
  const form = useForm(`quick/${given ?? ''}`, { ...EMPTY, premises: given ?? '' })
  const [choosing, setChoosing] = useState(false)
  const [made, setMade] = useState<string>()
  const act = useAct()
  const { premises, hazard, text, life } = form.value
  const place = useCall(premises === '' ? null : 'premises.get', { premises })
  const grids = useCall('phone.grids')
  const usual = usualSource(grids.data, place.data?.row.grid)
  const source = form.value.source || sourceOf(asked) || usual
  const record = useCall(hazard === '' ? null : 'record.get', { record: hazard })
  const photos = hazard === '' ? [] : (record.data?.photos ?? [])
  const begin = async (): Promise<string> => {
    if (hazard !== '') return hazard
    const draft = await call('hazard.draft', { premises, description: text, life_threat: life, source })
    form.set({ hazard: draft.hazard })
    return draft.hazard
  }
  const submit = () =>
    act.run(async () => {
      const target = await begin()
      await call('hazard.edit', { hazard: target, fields: { description: text.trim(), life_threat: life, source } })
      await call('hazard.raise', { hazard: target })
      await form.drop()
      submitted()
      setMade(target)
    })
  if (!form.ready) return <Screen tab title={t.quick.title}><Empty>{t.loading}</Empty></Screen>
  if (made) {
    return (
      <Screen tab title={t.quick.title}>
        <div className="card pad">
          <b>✓ {t.quick.done}</b>
        </div>
        <div className="stack">
          <Link to={`/hazard/${made}`} className="btn main">
            {t.quick.open}
          </Link>
          <button
            className="btn"
            onClick={() => {
              form.set({ ...EMPTY })
              setMade(undefined)
            }}
          >
            {t.quick.again}
          </button>
          <button className="btn quiet" onClick={() => go('/')}>
            {t.finish.home}
          </button>
        </div>
      </Screen>
    )
  }
  return (
    <Screen tab title={t.quick.title}>
      {form.restored && text !== '' && <p className="hint">{t.restored}</p>}
      <Problem error={act.error} />
      <Part title={t.quick.step2}>
        <button className={premises === '' ? 'btn main' : 'btn'} disabled={hazard !== ''} onClick={() => setChoosing(true)}>
          {place.data ? place.data.row.name || t.unnamed : t.quick.choose}
        </button>
        {place.data && <p className="hint">{place.data.row.address}</p>}
      </Part>
      <Part title={t.quick.step1}>
        <Photos photos={photos} />
        {premises === '' ? (
          <p className="hint">{t.quick.first}</p>
        ) : (
          <Taker
            label={photos.length === 0 ? t.quick.take : t.hazard.addPhoto}
            take={async (file) => {
              const at = await position(3_000)
              await attach({ target: await begin(), stage: 'found', position: at }, file)
              if (at?.mock) toast(t.photo.mock)
            }}
          />
        )}
      </Part>
      <Part title={t.quick.step3}>
        <div className="choices">
          {t.quick.words.map((word) => (
            <button key={word} className="choice" aria-pressed={text.includes(word)} onClick={() => form.set({ text: text.includes(word) ? text : [text, word].filter(Boolean).join('，') })}>
              {word}
            </button>
          ))}
        </div>
        <p />
        <Field label={t.quick.hint}>
          <textarea value={text} onChange={(event) => form.set({ text: event.target.value })} />
        </Field>
        <label className="check">
          <input type="checkbox" checked={life} onChange={(event) => form.set({ life: event.target.checked })} />
          <span>
            {t.quick.life}
            <small>{t.quick.lifeHint}</small>
          </span>
        </label>
      </Part>
      <Pick label={t.source.title} value={source} choices={sourceChoices(usual)} set={(code) => form.set({ source: code })} />
      {source === 'complaint' && (
        <Link to={premises === '' ? '/complaint' : `/complaint?premises=${premises}`} className="btn quiet">
          {t.complaint.enter}
        </Link>
      )}
      <Missing of={[[premises === '', t.quick.needPlace], [photos.length === 0, t.quick.needPhoto], [text.trim() === '', t.quick.needWords]]} />
      <button className="btn red" disabled={act.busy || premises === '' || text.trim() === '' || photos.length === 0} onClick={() => void submit()}>
        {t.quick.submit}
      </button>
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
      <Drafts />
    </Screen>
  )
}

/** Hazards that were begun and not registered. */
function Drafts() {
  const rows = useCall('hazard.list', { premises: null, inspection: null, open_only: true, limit: 500 })
  const drafts = rows.data?.filter((row) => row.status === 'draft') ?? []
  if (drafts.length === 0) return null
  return (
    <Part title={t.hazards.draft}>
      <div className="card">
        {drafts.slice(0, 5).map((row) => (
          <Link key={row.record} to={`/hazard/${row.record}`} className="row">
            <span className="main">
              <b>{row.description || t.unnamed}</b>
              <span className="sub">{row.premises_name}</span>
            </span>
            <span className="go">›</span>
          </Link>
        ))}
      </div>
    </Part>
  )
}

