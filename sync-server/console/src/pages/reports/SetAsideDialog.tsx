import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { settleReport, waitingReportsQuery, type WaitingReport } from '../../api/publicReports'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'

/** Sets a report aside, with the reason that its reporter reads. */
export function SetAsideDialog(props: { report: WaitingReport; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const settle = useMutation({
    mutationFn: (entered: { reason: string }) =>
      settleReport(props.report.report, { set_aside: { reason: entered.reason.trim() } }),
    onSuccess: () => {
      void message.success(text.reports.setAsideDone)
      void client.invalidateQueries({ queryKey: waitingReportsQuery.queryKey })
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={text.reports.setAsideTitle}
      okText={text.reports.setAside}
      okButtonProps={{ danger: true }}
      cancelText={text.cancel}
      confirmLoading={settle.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      <p className="note">{props.report.text}</p>
      <ErrorNote problem={settle.error} />
      <Form form={form} layout="vertical" onFinish={(entered) => settle.mutate(entered)}>
        <Form.Item
          name="reason"
          label={text.reports.reasonField}
          rules={[{ required: true, whitespace: true, message: text.required }]}
        >
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
