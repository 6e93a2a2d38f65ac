import { useState } from 'react'
import { call } from '../bridge/call'
import { useCall } from '../bridge/use'
import { categoryName, fieldName, hasWords, plainDay, valueText, words, t } from '../text/words'
import { useAct } from '../parts/act'
import { Part, Screen, Sheet, Tag, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { HazardLine, InspectionLine } from '../parts/lines'
import { CaseRowLine } from './cases'
import { position, spot } from '../parts/locate'
import { openPaper } from '../parts/paper'
import { Pick } from '../parts/pick'
import { go, Link } from '../parts/router'
import { modeChoices, modeOf } from '../parts/sources'

const HIDDEN = /^(p\/|sig\/|latitude|longitude|accuracy|position)/

/** One premises: whom to call, how risky, what is open, begin a visit. */
export function PremisesPage({ premises, mode: asked = null }: { premises: string; mode?: string | null }) {
  const view = useCall('premises.get', { premises })
  const policy = useCall('policy.get')
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const [all, setAll] = useState(false)
  const [mode, setMode] = useState(modeOf(asked))
  const file = view.data
  if (!file) {
    return (
      <Wait title={t.premises.title} error={view.error} />
    )
  }
  const draft = file.inspections.find((row) => row.status === 'draft' || row.status === 'returned')
  const begin = () =>
    act.run(async () => {
      setAsking(false)
      const at = await position(1_500)
      const { inspection } = await call('inspection.start', { premises, mode, position: spot(at), inspectors: '' })
      go(`/visit/${inspection}`)
    })
  const open = file.hazards.filter((row) => !['closed', 'voided', 'withdrawn'].includes(row.status))
  const fields = Object.entries(file.content.fields).filter(([key, value]) => !HIDDEN.test(key) && hasWords('field', key) && value !== null && value !== '')
  return (
    <Screen
      title={file.row.name || t.unnamed}
      foot={
        <div className="pair">
          <Link to={`/quick?premises=${premises}`} className="btn">
            {t.premises.report}
          </Link>
          {draft ? (
            <Link to={`/visit/${draft.record}`} className="btn main">
              {t.today.goOn}
            </Link>
          ) : (
            <button className="btn main" disabled={act.busy} onClick={() => (file.recent_visit || file.left_in_peace ? setAsking(true) : void begin())}>
              {mode === 'regular' ? t.premises.start : `${t.premises.start}（${words('mode', mode)}）`}
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
          <Tag tone="grey">{policy.data?.categories.find((it) => it.id === file.row.category)?.zh ?? categoryName(file.row.category)}</Tag>
          {file.row.status !== 'active' && <Tag tone="grey">{file.row.status_text}</Tag>}
          {file.row.pending && <Tag tone="grey">{t.pending}</Tag>}
        </p>
        {file.next_due && (
          <p className="sub">
            {t.premises.due} {t.month.due(plainDay(file.next_due.date))} · {file.next_due.reason_text}
          </p>
        )}
        {file.reasons.length > 0 && <p className="hint">{file.reasons.map((it) => `${it.text} ${it.points > 0 ? '+' : ''}${it.points}${t.score.points}`).join('，')}</p>}
        {file.grade_changes.length > 1 &&
          [...file.grade_changes].reverse().map((it, index) => (
            <p className="hint" key={`${it.on} ${String(index)}`}>
              {plainDay(it.on)} {it.grade_text} · {it.reason_text} · {it.score}
              {t.score.points}
              {it.by_hand && ` · ${it.by_hand.user_name ?? ''} ${it.by_hand.reason}`}
            </p>
          ))}
        <div className="pair">
          {file.row.phone ? (
            <a className="btn quiet" href={`tel:${file.row.phone}`}>
              {t.premises.call}
            </a>
          ) : (
            <span />
          )}
          <Link to={`/premises/${premises}/edit`} className="btn quiet">
            {t.premises.edit}
          </Link>
        </div>
      </div>
      {!draft && <Pick label={t.mode.title} value={mode} choices={modeChoices()} set={setMode} />}
      {file.advice.length > 0 && <p className="hint">{file.advice.map((it) => it.text).join('；')}</p>}
      {Object.keys(file.content.conflicts ?? {}).length > 0 && (
        <Link to={`/conflicts/${premises}`} className="btn">
          {t.conflicts.title}
        </Link>
      )}
      {file.stop_uses.length > 0 && (
        <Part title={t.premises.stopUses}>
          <div className="card">{file.stop_uses.map((row) => <CaseRowLine key={row.record} row={row} />)}</div>
        </Part>
      )}
      <Part title={t.premises.openHazards}>
        {open.length === 0 ? <p className="hint">{t.premises.noHazards}</p> : <div className="card">{open.map((row) => <HazardLine key={row.record} row={row} />)}</div>}
      </Part>
      <Part title={t.premises.inspections}>
        {file.inspections.length === 0 ? (
          <p className="hint">{t.premises.noInspections}</p>
        ) : (
          <div className="card">{file.inspections.map((row) => <InspectionLine key={row.record} row={row} />)}</div>
        )}
      </Part>
      <div className="stack">
        <Link to={`/premises/${premises}/census`} className="btn quiet">
          {t.premises.census}
        </Link>
        <Link to={`/complaint?premises=${premises}`} className="btn quiet">
          {t.complaint.enter}
        </Link>
        <Link to={`/cases?premises=${premises}`} className="btn quiet">
          {t.premises.cases}
        </Link>
        <button className="btn quiet" disabled={act.busy} onClick={() => void act.run(() => openPaper(premises, 'dossier'))}>
          {t.premises.dossier}
        </button>
        <button className="btn quiet" onClick={() => setAll(!all)}>
          {t.premises.allFields}
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
      {asking && (file.recent_visit || file.left_in_peace) && (
        <Sheet title={file.recent_visit ? t.premises.recent(plainDay(file.recent_visit.on)) : t.premises.inPeace} close={() => setAsking(false)}>
          <div className="stack">
            <button className="btn main" onClick={() => void begin()}>
              {mode === 'regular' ? t.premises.start : `${t.premises.start}（${words('mode', mode)}）`}
            </button>
            <button className="btn quiet" onClick={() => setAsking(false)}>
              {t.cancel}
            </button>
          </div>
        </Sheet>
      )}
    </Screen>
  )
}

