import { Button, Tag } from 'antd'
import type { WaitingReport } from '../../api/publicReports'
import { placeText } from '../../logic/distance'
import { timeText } from '../../logic/time'
import { Facts } from '../../parts/Facts'
import { ReporterIdentity } from '../../parts/ReporterIdentity'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'
import { ReportPhotos } from './ReportPhotos'
import { SeverityTag } from './SeverityTag'

const HOUR_MS = 3_600_000

/** What is done with a report that waits. */
export type SettleAct = 'take' | 'join' | 'set_aside'

/** One report that waits, with its photos and what can be done with it. */
export function WaitingCard(props: { report: WaitingReport; onSettle: (act: SettleAct) => void }) {
  const text = useText()
  const now = useNow()
  const { report } = props
  const hours = now === undefined ? undefined : Math.max(0, Math.floor((now - report.received_at) / HOUR_MS))
  const place =
    report.latitude == null || report.longitude == null
      ? ''
      : placeText({ latitude: report.latitude, longitude: report.longitude })
  return (
    <article className="waiting" aria-label={report.text}>
      <div>
        <div className="cell-main waiting-text">{report.text}</div>
        <div className="row-acts gap-above">
          <SeverityTag severity={report.severity} />
          <Tag>{report.is_named ? text.reports.named : text.reports.unnamed}</Tag>
          {report.note !== '' && <Tag color="warning">{report.note}</Tag>}
          {report.phone_in.length > 0 && <Tag color="warning">{text.reports.phoneInReport}</Tag>}
          {hours !== undefined && <span className="note">{text.reports.waits(hours)}</span>}
        </div>
        <div className="gap-above">
          <Facts
            rows={[
              [text.reports.receivedAt, <span className="num">{timeText(report.received_at)}</span>],
              [text.reports.place, report.place],
              [text.reports.position, place],
            ]}
          />
        </div>
        <div className="actions gap-above">
          <Button type="primary" onClick={() => props.onSettle('take')}>
            {text.reports.take}
          </Button>
          <Button onClick={() => props.onSettle('join')}>{text.reports.join}</Button>
          <Button danger onClick={() => props.onSettle('set_aside')}>
            {text.reports.setAside}
          </Button>
        </div>
      </div>
      <div>
        <ReportPhotos report={report} />
        {report.is_named && (
          <div className="gap-above">
            <ReporterIdentity subject={report.report} />
          </div>
        )}
      </div>
    </article>
  )
}
