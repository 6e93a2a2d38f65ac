import { useState } from 'react'
import type { HazardRow } from '../bridge/types'
import { useCall } from '../bridge/use'
import { zh } from '../text/zh'
import { Empty, Problem, Screen } from '../parts/basics'
import { HazardLine } from '../parts/lines'

/** The hazards, those due first. */
export function Hazards() {
  const [all, setAll] = useState(false)
  const rows = useCall<HazardRow[]>('hazard.list', { premises: null, inspection: null, open_only: !all, limit: 300 })
  return (
    <Screen tab title={zh.hazards.title}>
      <div className="choices" role="group">
        <button className="choice" aria-pressed={!all} onClick={() => setAll(false)}>
          {zh.hazards.open}
        </button>
        <button className="choice" aria-pressed={all} onClick={() => setAll(true)}>
          {zh.hazards.all}
        </button>
      </div>
      <p />
      <Problem error={rows.error} />
      {rows.data?.length === 0 && <Empty>{zh.hazards.none}</Empty>}
      {rows.data && rows.data.length > 0 && <div className="card">{rows.data.map((row) => <HazardLine key={row.record} row={row} />)}</div>}
    </Screen>
  )
}
