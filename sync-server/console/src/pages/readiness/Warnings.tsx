import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { registerRowsQuery } from '../../api/registerRows'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { Nothing } from '../../parts/Nothing'
import { useText } from '../../text/language'
import { WarningReceipts } from './WarningReceipts'
import { WarningText } from './WarningText'

/** A warning: who has it, and its text for the loudspeaker. */
export function Warnings() {
  const text = useText()
  const rows = useQuery(registerRowsQuery('early_warning'))
  const [chosen, setChosen] = useState<string>()
  const warnings = (rows.data ?? []).map((row) => ({
    value: row.key,
    label: `${(row.entry as unknown as { title?: string }).title ?? ''} ${row.key}`,
  }))
  const number = chosen ?? warnings.at(-1)?.value
  return (
    <>
      <p className="note">{text.readiness.warningsHint}</p>
      <ErrorNote problem={rows.error} onRetry={() => void rows.refetch()} />
      {rows.data !== undefined && number === undefined && (
        <Panel>
          <Nothing words={text.readiness.noWarnings}>
            <Link to="/registers/early_warning">{text.plans.setThere}</Link>
          </Nothing>
        </Panel>
      )}
      {number !== undefined && (
        <>
          <div className="filters">
            <Select
              aria-label={text.readiness.warning}
              style={{ width: 320, maxWidth: '100%' }}
              value={number}
              options={warnings}
              onChange={setChosen}
            />
          </div>
          <WarningReceipts number={number} />
          <WarningText number={number} />
        </>
      )}
    </>
  )
}
