import { useState } from 'react'
import type { CaseRow } from '../bridge/types'
import { useCall } from '../bridge/use'
import { shortDay, t } from '../text/words'
import { Empty, Field, Row, Screen, Tag, type Tone } from '../parts/basics'
import { Problem } from '../parts/problem'
import { Link } from '../parts/router'

const PAGE = 50
const ENDED = ['closed', 'ended', 'lifted', 'kept', 'refused', 'passed_on', 'withdrawn', 'voided']

export function caseTone(row: { status: string; overdue: boolean }): Tone {
  if (row.overdue) return 'red'
  if (row.status === 'draft') return 'blue'
  return ENDED.includes(row.status) ? 'grey' : 'amber'
}

/** Cases of all registers, or of one; those due first. */
export function Cases({ premises }: { premises: string | null }) {
  const [kind, setKind] = useState('')
  const [timed, setTimed] = useState(false)
  const [pages, setPages] = useState(1)
  const kinds = useCall('case.kinds')
  const rows = useCall('case.list', { kind: kind === '' ? null : kind, premises, open_only: timed, skip: 0, limit: pages * PAGE })
  const may = kinds.data?.some((it) => it.grids.length > 0)
  return (
    <Screen
      title={t.cases.title}
      foot={
        may ? (
          <Link to={premises ? `/cases/new?premises=${premises}` : '/cases/new'} className="btn main">
            {t.cases.open}
          </Link>
        ) : undefined
      }
    >
      <Problem error={kinds.error ?? rows.error} />
      <Field label={t.cases.register}>
        <select value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="">{t.cases.everyRegister}</option>
          {kinds.data?.map((it) => (
            <option key={it.kind} value={it.kind}>
              {it.text}
            </option>
          ))}
        </select>
      </Field>
      <div className="choices" role="group" aria-label={t.cases.title}>
        <button className="choice" aria-pressed={!timed} onClick={() => setTimed(false)}>
          {t.cases.all}
        </button>
        <button className="choice" aria-pressed={timed} onClick={() => setTimed(true)}>
          {t.cases.timed}
        </button>
      </div>
      {!rows.data && !rows.error && <Empty>{t.loading}</Empty>}
      {rows.data?.length === 0 && <Empty>{t.cases.none}</Empty>}
      {rows.data && rows.data.length > 0 && <div className="card">{rows.data.map((row) => <CaseRowLine key={row.record} row={row} />)}</div>}
      {rows.data && rows.data.length >= pages * PAGE && (
        <button className="btn quiet" onClick={() => setPages(pages + 1)}>
          {t.premises.moreRows}
        </button>
      )}
    </Screen>
  )
}

/** A case in a list. */
export function CaseRowLine({ row }: { row: CaseRow }) {
  const sub = [row.title === '' ? '' : row.kind_text, row.premises_name ?? '', row.due_ms === null ? '' : t.cases.due(shortDay(row.due_ms))]
  return (
    <Row
      to={`/case/${row.record}`}
      title={row.title || row.kind_text}
      sub={sub.filter(Boolean).join(' · ')}
      tags={
        <>
          <Tag tone={caseTone(row)}>{row.status_text}</Tag>
          {row.overdue && <Tag tone="red">{t.hazards.overdue}</Tag>}
          {row.pending && row.status !== 'draft' && <Tag tone="grey">{t.pending}</Tag>}
        </>
      }
    />
  )
}
