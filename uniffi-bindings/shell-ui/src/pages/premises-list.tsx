import { useState } from 'react'
import { call } from '../bridge/call'
import type { PremisesRow } from '../bridge/types'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Screen } from '../parts/basics'
import { Problem } from '../parts/problem'
import { PremisesLine } from '../parts/lines'
import { Link } from '../parts/router'

const PAGE = 40
const FOUND = 40

/** A search that finds, or the list page by page. `pick` takes a premises instead of opening it. */
export function PremisesFinder({ pick }: { pick?: (row: PremisesRow) => void }) {
  const [query, setQuery] = useState('')
  const act = useAct()
  const [more, setMore] = useState<PremisesRow[]>([])
  const words = query.trim()
  const first = useCall(words === '' ? 'premises.list' : null, { grid: null, after: null, limit: PAGE })
  const found = useCall(words === '' ? null : 'premises.search', { query: words, limit: FOUND })
  const answer = words === '' ? first : found
  const rows = [...(answer.data ?? []), ...(words === '' ? more : [])]
  const last = rows[rows.length - 1]
  const mayGoOn = words === '' && rows.length > 0 && rows.length % PAGE === 0
  return (
    <>
      <input className="search" type="search" value={query} placeholder={t.premises.search} aria-label={t.premises.search} onChange={(event) => setQuery(event.target.value)} />
      <p />
      <Problem error={answer.error ?? act.error} />
      {!answer.data && !answer.error && <Empty>{t.loading}</Empty>}
      {answer.data && rows.length === 0 && <Empty>{words === '' ? t.premises.empty : t.premises.none}</Empty>}
      {rows.length > 0 && (
        <div className="card list">
          {rows.map((row) =>
            pick ? (
              <button key={row.record} className="row" onClick={() => pick(row)}>
                <span className="main">
                  <b>{row.name || t.unnamed}</b>
                  <span className="sub">{row.address}</span>
                </span>
              </button>
            ) : (
              <PremisesLine key={row.record} row={row} />
            ),
          )}
        </div>
      )}
      {mayGoOn && last && (
        <button
          className="btn quiet"
          disabled={act.busy}
          onClick={() =>
            void act.run(async () => {
              const next = await call('premises.list', { grid: null, after: last.record, limit: PAGE })
              setMore((was) => [...was, ...next])
            })
          }
        >
          {t.premises.moreRows}
        </button>
      )}
    </>
  )
}

export function PremisesList() {
  return (
    <Screen tab title={t.premises.title} right={<Link to="/premises/new">＋ {t.premises.add}</Link>}>
      <PremisesFinder />
    </Screen>
  )
}
