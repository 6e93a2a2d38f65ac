import { Tag } from 'antd'
import type { WaitingReport } from '../../api/publicReports'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Settled } from './SettleDialog'
import { WaitingCard } from './WaitingCard'

/** Reports that probably speak of the same thing. */
export function ReportGroup(props: { group: WaitingReport[]; onSettle: (of: Settled) => void }) {
  const text = useText()
  const { group } = props
  const first = group[0]
  if (first === undefined) return null
  const title = `${first.place} · ${first.category_name === '' ? first.category : first.category_name}`
  return (
    <Panel
      title={title}
      extra={group.length > 1 ? <Tag color="orange">{text.reports.group(group.length)}</Tag> : undefined}
    >
      {group.map((report) => (
        <WaitingCard
          key={report.report}
          report={report}
          onSettle={(act) =>
            props.onSettle({ act, report, rest: group.filter((one) => one.report !== report.report) })
          }
        />
      ))}
    </Panel>
  )
}
