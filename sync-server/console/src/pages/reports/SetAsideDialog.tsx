import { useQueryClient } from '@tanstack/react-query'
import { settleReport, waitingReportsQuery, type WaitingReport } from '../../api/publicReports'
import { FormDialog } from '../../parts/FormDialog'
import { ReasonField } from '../../parts/ReasonField'
import { useText } from '../../text/language'

/** Sets a report aside, with the reason that its reporter reads. */
export function SetAsideDialog(props: { report: WaitingReport; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { report } = props.report
  const send = async (entered: { reason: string }): Promise<undefined> => {
    await settleReport(report, { set_aside: { reason: entered.reason.trim() } })
    void client.invalidateQueries({ queryKey: waitingReportsQuery.queryKey })
  }
  return (
    <FormDialog<{ reason: string }>
      title={text.reports.setAsideTitle}
      okText={text.reports.setAside}
      draft={[report, 'set_aside']}
      danger
      done={text.reports.setAsideDone}
      about={<p className="note">{props.report.text}</p>}
      send={send}
      onClose={props.onClose}
    >
      <ReasonField label={text.reports.reasonField} />
    </FormDialog>
  )
}
