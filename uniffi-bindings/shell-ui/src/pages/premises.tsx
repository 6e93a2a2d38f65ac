import { useState } from 'react'
import { call } from '../bridge/call'
import type { Policy, PremisesView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { fieldName, plainDay, valueText, zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Empty, Part, Problem, Screen, Sheet, Tag } from '../parts/basics'
import { HazardLine, InspectionLine } from '../parts/lines'
import { position } from '../parts/locate'
import { openPaper } from '../parts/paper'
import { go, Link } from '../parts/router'

const HIDDEN = /^(p\/|sig\/|latitude|longitude|accuracy|position)/

/** One premises: whom to call, how risky, what is open, begin a visit. */
export function PremisesPage({ premises }: { premises: string }) {
  const view = useCall<PremisesView>('premises.get', { premises })
  const policy = useCall<Policy>('policy.get')
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const [all, setAll] = useState(false)
  const file = view.data
  if (!file) {
    return (
      <Screen title={zh.premises.title}>{view.error ? <Problem error={view.error} /> : <Empty>{zh.loading}</Empty>}</Screen>
    )
  }
  const draft = file.inspections.find((row) => row.status === 'draft' || row.status === 'returned')
  const begin = () =>
    act.run(async () => {
      setAsking(false)
      const at = await position(1_500)
      const { inspection } = await call<{ inspection: string }>('inspection.start', { premises, mode: 'regular', position: at, inspectors: '' })
      go(`/visit/${inspection}`)
    })
  const open = file.hazards.filter((row) => !['closed', 'voided', 'withdrawn'].includes(row.status))
  const fields = Object.entries(file.content.fields).filter(([key, value]) => !HIDDEN.test(key) && value !== null && value !== '')
  return (
    <Screen
      title={file.row.name || zh.unnamed}
      foot={
        <div className="pair">
          <Link to={`/quick?premises=${premises}`} className="btn">
            {zh.premises.report}
          </Link>
          {draft ? (
            <Link to={`/visit/${draft.record}`} className="btn main">
              {zh.today.goOn}
            </Link>
          ) : (
            <button className="btn main" disabled={act.busy} onClick={() => (file.recent_visit ? setAsking(true) : void begin())}>
              {zh.premises.start}
            </button>
          )}
        </div>
      }
    >
      <Problem error={act.error} />
      <div className="card pad">
        <p>{file.row.address}</p>
        <p className="tags">
          <Tag tone={file.grade === 'major' ? 'red' : file.grade === 'elevated' ? 'amber' : 'green'}>{file.grade_text}</Tag>
          <Tag tone="grey">{policy.data?.categories.find((it) => it.id === file.row.category)?.zh ?? file.row.category}</Tag>
          {file.row.status !== 'active' && <Tag tone="grey">{file.row.status_text}</Tag>}
          {file.row.pending && <Tag tone="grey">{zh.pending}</Tag>}
        </p>
        {file.next_due && (
          <p className="sub">
            {zh.premises.due} {plainDay(file.next_due.date)}前 · {file.next_due.reason_text}
          </p>
        )}
        {file.reasons.length > 0 && <p className="hint">{file.reasons.map((it) => `${it.text} ${it.points > 0 ? '+' : ''}${it.points}`).join('，')}</p>}
        <div className="pair">
          {file.row.phone ? (
            <a className="btn quiet" href={`tel:${file.row.phone}`}>
              {zh.premises.call}
            </a>
          ) : (
            <span />
          )}
          <Link to={`/premises/${premises}/edit`} className="btn quiet">
            {zh.premises.edit}
          </Link>
        </div>
      </div>
      {file.advice.length > 0 && <p className="hint">{file.advice.map((it) => it.text).join('；')}</p>}
      {Object.keys(file.content.conflicts ?? {}).length > 0 && (
        <Link to={`/conflicts/${premises}`} className="btn">
          {zh.conflicts.title}
        </Link>
      )}
      <Part title={zh.premises.openHazards}>
        {open.length === 0 ? <p className="hint">{zh.premises.noHazards}</p> : <div className="card">{open.map((row) => <HazardLine key={row.record} row={row} />)}</div>}
      </Part>
      <Part title={zh.premises.inspections}>
        {file.inspections.length === 0 ? (
          <p className="hint">{zh.premises.noInspections}</p>
        ) : (
          <div className="card">{file.inspections.map((row) => <InspectionLine key={row.record} row={row} />)}</div>
        )}
      </Part>
      <div className="stack">
        <Link to={`/premises/${premises}/census`} className="btn quiet">
          {zh.premises.census}
        </Link>
        <Link to={`/cases?premises=${premises}`} className="btn quiet">
          {zh.premises.cases}
        </Link>
        <button className="btn quiet" disabled={act.busy} onClick={() => void act.run(() => openPaper(premises, 'dossier'))}>
          {zh.premises.dossier}
        </button>
        <button className="btn quiet" onClick={() => setAll(!all)}>
          {zh.premises.allFields}
        </button>
      </div>
      {all && (
        <div className="card pad text">
          {fields.map(([key, value]) => (
            <p key={key}>
              <b>{fieldName(key)}</b>
              {valueText(key, value)}
            </p>
          ))}
        </div>
      )}
      {asking && file.recent_visit && (
        <Sheet title={zh.premises.recent(plainDay(file.recent_visit.on))} close={() => setAsking(false)}>
          <div className="stack">
            <button className="btn main" onClick={() => void begin()}>
              {zh.premises.start}
            </button>
            <button className="btn quiet" onClick={() => setAsking(false)}>
              {zh.cancel}
            </button>
          </div>
        </Sheet>
      )}
    </Screen>
  )
}

