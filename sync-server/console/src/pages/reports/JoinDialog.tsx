import { useQueryClient } from '@tanstack/react-query'
import { Form } from 'antd'
import { settleReport, type WaitingReport } from '../../api/publicReports'
import { FormDialog } from '../../parts/FormDialog'
import { RecordSelect } from '../../parts/RecordSelect'
import { useText } from '../../text/language'

/** Joins a report to a complaint about the same thing. */
export function JoinDialog(props: { report: WaitingReport; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { report } = props.report
  const send = async (entered: { record: string }): Promise<undefined> => {
    await settleReport(report, { join: { record: entered.record } })
    void client.invalidateQueries()
  }
  return (
    <FormDialog<{ record: string }>
      title={text.reports.joinTitle}
      okText={text.reports.join}
      draft={[report, 'join']}
      done={text.reports.joined}
      about={<p className="note">{props.report.text}</p>}
      send={send}
      onClose={props.onClose}
    >
      <Form.Item
        name="record"
        label={text.reports.joinTo}
        rules={[{ required: true, message: text.required }]}
      >
        <RecordSelect name="cases/report" placeholder={text.reports.findReport} />
      </Form.Item>
    </FormDialog>
  )
}
