import { useState } from 'react'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Empty, Screen } from '../parts/basics'
import { Problem } from '../parts/problem'
import { HazardLine, InspectionLine } from '../parts/lines'

/** What happened in my grid: visits and hazards, newest first. */
export function History() {
  const grids = useCall('phone.grids')
  const visits = useCall('inspection.list', { premises: null, limit: 300 })
  const hazards = useCall('hazard.list', { premises: null, inspection: null, open_only: false, limit: 300 })
  const [what, setWhat] = useState<'visits' | 'found'>('visits')
  const [grid, setGrid] = useState('')
  const here = (row: { grid: string | null }) => grid === '' || row.grid === grid
  const visitRows = visits.data?.filter(here) ?? []
  const hazardRows = [...(hazards.data ?? [])].filter(here).sort((a, b) => b.found_at_ms - a.found_at_ms)
  const empty = what === 'visits' ? visits.data && visitRows.length === 0 : hazards.data && hazardRows.length === 0
  return (
    <Screen title={t.history.title}>
      <div className="choices" role="group">
        {(['visits', 'found'] as const).map((it) => (
          <button key={it} className="choice" aria-pressed={what === it} onClick={() => setWhat(it)}>
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
      <Problem error={visits.error ?? hazards.error} />
      {empty && <Empty>{t.history.none}</Empty>}
      {!empty && (
        <div className="card">
          {what === 'visits' ? visitRows.map((row) => <InspectionLine key={row.record} row={row} named />) : hazardRows.map((row) => <HazardLine key={row.record} row={row} />)}
        </div>
      )}
    </Screen>
  )
}
