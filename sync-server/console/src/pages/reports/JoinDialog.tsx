import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Modal } from 'antd'
import { settleReport, type WaitingReport } from '../../api/publicReports'
import { ErrorNote } from '../../parts/ErrorNote'
import { RecordSelect } from '../../parts/RecordSelect'
import { useText } from '../../text/language'

/** Joins a report to a complaint about the same thing. */
export function JoinDialog(props: { report: WaitingReport; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ record: string }>()
  const settle = useMutation({
    mutationFn: (entered: { record: string }) =>
      settleReport(props.report.report, { join: { record: entered.record } }),
    onSuccess: () => {
      void message.success(text.reports.joined)
      void client.invalidateQueries()
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={text.reports.joinTitle}
      okText={text.reports.join}
      cancelText={text.cancel}
      confirmLoading={settle.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      <p className="note">{props.report.text}</p>
      <ErrorNote problem={settle.error} />
      <Form form={form} layout="vertical" onFinish={(entered) => settle.mutate(entered)}>
        <Form.Item
          name="record"
          label={text.reports.joinTo}
          rules={[{ required: true, message: text.required }]}
        >
          <RecordSelect name="cases/report" placeholder={text.reports.findReport} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
