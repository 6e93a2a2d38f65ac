import { useQuery } from '@tanstack/react-query'
import { Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { waitingReportsQuery } from '../../api/publicReports'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { Nothing } from '../../parts/Nothing'
import { useText } from '../../text/language'
import { ReportGroup } from './ReportGroup'
import { SettleDialog, type Settled } from './SettleDialog'
import { useSeverities } from './useSeverities'

/** Reports by the public that nobody has sorted yet, the longest waiting first. */
export function WaitingReports() {
  const text = useText()
  const severities = useSeverities()
  const waiting = useQuery(waitingReportsQuery)
  const [severity, setSeverity] = useState('')
  const [settling, setSettling] = useState<Settled>()
  const groups = waiting.data ?? []
  const shown = groups.filter(
    (group) => severity === '' || group.some((report) => report.severity === severity),
  )
  const count = (code: string): number =>
    groups.flat().filter((report) => code === '' || report.severity === code).length
  return (
    <>
      <p className="note">{text.reports.waitingHint}</p>
      <div className="filters sideways">
        <Segmented
          aria-label={text.reports.suggested}
          value={severity}
          options={[{ value: '', label: text.all }, ...severities].map((one) => ({
            value: one.value,
            label: `${one.label} ${String(count(one.value))}`,
          }))}
          onChange={setSeverity}
        />
      </div>
      <ErrorNote problem={waiting.error} onRetry={() => void waiting.refetch()} />
      {waiting.isPending && <Skeleton active />}
      {waiting.data !== undefined && shown.length === 0 && (
        <Panel>
          <Nothing words={groups.length === 0 ? text.reports.noneWaiting : text.reports.noneOfSeverity} />
        </Panel>
      )}
      {shown.map((group) => (
        <ReportGroup key={group[0]?.report} group={group} onSettle={setSettling} />
      ))}
      {settling !== undefined && (
        <SettleDialog {...settling} onClose={() => setSettling(undefined)} />
      )}
    </>
  )
}
