import { useState, type ReactNode } from 'react'
import { useCall, type Answer } from '../bridge/use'
import { t } from '../text/words'
import { Empty, Screen } from '../parts/basics'
import { Problem } from '../parts/problem'
import { HazardLine, InspectionLine } from '../parts/lines'

/** Rows asked for at once. */
const PAGE = 100

/** One page of a list, and of which grid it is shown. */
interface Shown {
  grid: string
  skip: number
  /** Shows the page after it; only of the last one. */
  more: (() => void) | undefined
}

function Lines<R extends { grid: string | null }>({ answer, of, line }: { answer: Answer<R[]>; of: Shown; line: (row: R) => ReactNode }) {
  const rows = answer.data?.filter((row) => of.grid === '' || row.grid === of.grid)
  const full = answer.data?.length === PAGE
  return (
    <>
      <Problem error={answer.error} />
      {rows !== undefined && rows.length > 0 && <div className="card">{rows.map(line)}</div>}
      {rows?.length === 0 && of.skip === 0 && !full && <Empty>{t.history.none}</Empty>}
      {of.more && full && (
        <button className="btn quiet" onClick={of.more}>
          {t.premises.moreRows}
        </button>
      )}
    </>
  )
}

function Visits(of: Shown) {
  const answer = useCall('inspection.list', { premises: null, skip: of.skip, limit: PAGE })
  return <Lines answer={answer} of={of} line={(row) => <InspectionLine key={row.record} row={row} named />} />
}

function Found(of: Shown) {
  const answer = useCall('hazard.list', { premises: null, inspection: null, open_only: false, newest_first: true, skip: of.skip, limit: PAGE })
  return <Lines answer={answer} of={of} line={(row) => <HazardLine key={row.record} row={row} />} />
}

/** What happened in my grid: visits and hazards, newest first. */
export function History() {
  const grids = useCall('phone.grids')
  const [what, setWhat] = useState<'visits' | 'found'>('visits')
  const [grid, setGrid] = useState('')
  const [pages, setPages] = useState(1)
  const One = what === 'visits' ? Visits : Found
  return (
    <Screen title={t.history.title}>
      <div className="choices" role="group">
        {(['visits', 'found'] as const).map((it) => (
          <button
            key={it}
            className="choice"
            aria-pressed={what === it}
            onClick={() => {
              setWhat(it)
              setPages(1)
            }}
          >
            {t.history[it]}
          </button>
        ))}
        {(grids.data?.length ?? 0) > 1 && (
          <select className="choice" value={grid} aria-label={t.file.grid} onChange={(event) => setGrid(event.target.value)}>
            <option value="">{t.history.all}</option>
            {grids.data?.map((it) => (
              <option key={it.grid} value={it.grid}>
                {it.name}
              </option>
            ))}
          </select>
        )}
      </div>
      <p />
      {Array.from({ length: pages }, (_, page) => (
        <One key={`${what} ${page}`} grid={grid} skip={page * PAGE} more={page === pages - 1 ? () => setPages(pages + 1) : undefined} />
      ))}
    </Screen>
  )
}
