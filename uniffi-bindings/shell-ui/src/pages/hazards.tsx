import { useState } from 'react'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Empty, Screen } from '../parts/basics'
import { Problem } from '../parts/problem'
import { HazardLine } from '../parts/lines'

/** The hazards, those due first. */
export function Hazards() {
  const [all, setAll] = useState(false)
  const rows = useCall('hazard.list', { premises: null, inspection: null, open_only: !all, limit: 300 })
  return (
    <Screen tab title={t.hazards.title}>
      <div className="choices" role="group">
        <button className="choice" aria-pressed={!all} onClick={() => setAll(false)}>
          {t.hazards.open}
        </button>
        <button className="choice" aria-pressed={all} onClick={() => setAll(true)}>
          {t.hazards.all}
        </button>
      </div>
      <p />
      <Problem error={rows.error} />
      {!rows.data && !rows.error && <Empty>{t.loading}</Empty>}
      {rows.data?.length === 0 && <Empty>{all ? t.hazards.noneAtAll : t.hazards.none}</Empty>}
      {rows.data && rows.data.length > 0 && <div className="card">{rows.data.map((row) => <HazardLine key={row.record} row={row} />)}</div>}
    </Screen>
  )
}
