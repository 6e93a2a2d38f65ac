import { useState } from 'react'
import { call } from '../bridge/call'
import { useForm } from '../bridge/form'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Field, Part, Screen, Sheet, Wait } from '../parts/basics'
import { Missing } from '../parts/missing'
import { Problem } from '../parts/problem'
import { go } from '../parts/router'
import { toast } from '../parts/toast'
import { PremisesFinder } from './premises-list'

/** A case is begun: in which register, about what. The rest is asked by its first step. */
export function CaseOpen({ premises: given }: { premises: string | null }) {
  const kinds = useCall('case.kinds')
  const form = useForm(`case-open/${given ?? ''}`, { kind: '', premises: given ?? '', whole: false, grid: '' })
  const { kind, premises, whole, grid } = form.value
  const [choosing, setChoosing] = useState(false)
  const place = useCall(premises === '' ? null : 'premises.get', { premises })
  const act = useAct()
  if (!kinds.data || !form.ready) return <Wait title={t.cases.openTitle} error={kinds.error} />
  const mine = kinds.data.filter((it) => it.grids.length > 0)
  const chosen = mine.find((it) => it.kind === kind)
  const where = chosen?.grids.find((it) => it.grid === grid)?.grid ?? (chosen?.grids.length === 1 ? chosen.grids[0]?.grid : undefined)
  const ready = chosen !== undefined && (whole ? where !== undefined : premises !== '')
  const open = () =>
    act.run(async () => {
      const about = whole ? { grid: where } : { premises }
      const made = await call('case.open', { kind, ...about, fields: {} })
      await form.drop()
      toast(t.cases.opened)
      const only = chosen?.first.length === 1 ? chosen.first[0]?.step : undefined
      go(`/case/${made.case}`, true)
      if (only) go(`/case/${made.case}/${only}`)
    })
  return (
    <Screen
      title={t.cases.openTitle}
      foot={
        <>
          <Missing of={[[!chosen, t.cases.needKind], [whole && where === undefined, t.file.grid], [!whole && premises === '', t.quick.needPlace]]} />
          <button className="btn main" disabled={act.busy || !ready} onClick={() => void open()}>
            {t.cases.begin}
          </button>
        </>
      }
    >
      <Problem error={act.error} />
      {mine.length === 0 && <Empty>{t.cases.nowhere}</Empty>}
      {mine.length > 0 && <p className="hint">{t.cases.openHint}</p>}
      <Part title={t.cases.what}>
        <div className="choices" role="group" aria-label={t.cases.what}>
          {mine.map((it) => (
            <button key={it.kind} className="choice" aria-pressed={kind === it.kind} onClick={() => form.set({ kind: it.kind })}>
              {it.text}
            </button>
          ))}
        </div>
        {chosen && <p className="hint">{chosen.first.map((it) => it.text).join('、')}</p>}
      </Part>
      <Part title={t.cases.about}>
        <div className="choices" role="group" aria-label={t.cases.about}>
          <button className="choice" aria-pressed={!whole} onClick={() => form.set({ whole: false })}>
            {t.cases.aboutPremises}
          </button>
          <button className="choice" aria-pressed={whole} onClick={() => form.set({ whole: true })}>
            {t.cases.aboutGrid}
          </button>
        </div>
        {whole ? (
          <Field label={t.file.grid}>
            <select value={where ?? ''} onChange={(event) => form.set({ grid: event.target.value })}>
              <option value="">{t.file.choose}</option>
              {chosen?.grids.map((it) => (
                <option key={it.grid} value={it.grid}>
                  {it.name ?? t.unnamed}
                </option>
              ))}
            </select>
          </Field>
        ) : (
          <>
            <button className={premises === '' ? 'btn main' : 'btn'} onClick={() => setChoosing(true)}>
              {place.data ? place.data.row.name || t.unnamed : t.quick.choose}
            </button>
            {place.data && <p className="hint">{place.data.row.address}</p>}
          </>
        )}
      </Part>
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
