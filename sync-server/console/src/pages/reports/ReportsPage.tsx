import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from 'react-router'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { useText } from '../../text/language'
import { ComplaintImport } from './ComplaintImport'
import { ReportLedger } from './ReportLedger'
import { WaitingReports } from './WaitingReports'

/** Reports by the public and complaints: to be sorted, in hand, and from other platforms. */
export default function ReportsPage() {
  const text = useText()
  const { tab } = useParams()
  const me = useQuery(meQuery).data
  const all = [
    { key: 'waiting', needs: 'report.triage', label: text.reports.waiting, children: <WaitingReports /> },
    { key: 'ledger', needs: 'record_read', label: text.reports.handled, children: <ReportLedger /> },
    { key: 'import', needs: 'report.receive', label: text.reports.import, children: <ComplaintImport /> },
  ]
  const items = all.filter((one) => mayDo(me, [one.needs]))
  const shown = items.find((one) => one.key === tab) ?? items[0]
  return (
    <div className="page">
      <PageHead title={text.reports.title} />
      <PageTabs
        label={text.reports.title}
        items={items.map((one) => ({ to: `/reports/${one.key}`, label: one.label }))}
      />
      {shown !== undefined && shown.key !== tab && <Navigate to={`/reports/${shown.key}`} replace />}
      {shown?.children}
    </div>
  )
}
