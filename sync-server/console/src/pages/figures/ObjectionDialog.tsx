import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal, Radio } from 'antd'
import { recordQuery } from '../../api/queries'
import { decideObjection, type ScoreLine } from '../../api/scores'
import { textOf } from '../../logic/answers'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { useText } from '../../text/language'

interface Entered {
  upheld: boolean
  reason: string
}

/** Decides on an objection, once and with a reason; a refusal leaves what was typed. */
export function ObjectionDialog(props: { worker: string; line: ScoreLine; onClose: () => void }) {
  const { worker, line } = props
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Entered>()
  const record = useQuery({ ...recordQuery(line.event.record), retry: false }).data
  const raised = textOf(record?.content[`objection/${line.event.code}/${worker}/text`])
  const decide = useMutation({
    mutationFn: (entered: Entered) =>
      decideObjection(worker, {
        record: line.event.record,
        code: line.event.code,
        upheld: entered.upheld,
        reason: entered.reason.trim(),
      }),
    onSuccess: () => {
      void message.success(text.scores.decided)
      props.onClose()
    },
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Modal
      open
      title={text.scores.decide}
      okText={text.form.submit}
      cancelText={text.cancel}
      confirmLoading={decide.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      <div className="gap-below">
        <Facts
          rows={[
            [text.list.name, record?.title ?? line.event.record.slice(0, 8)],
            [text.scores.objection, raised === '' ? text.scores.noObjectionText : raised],
          ]}
        />
      </div>
      <ErrorNote problem={decide.error} />
      <Form form={form} layout="vertical" onFinish={(entered) => decide.mutate(entered)}>
        <Form.Item name="upheld" label={text.scores.decision} rules={[{ required: true, message: text.required }]}>
          <Radio.Group
            options={[
              { value: true, label: text.scores.upheld },
              { value: false, label: text.scores.dismissed },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={text.scores.reason}
          rules={[{ required: true, whitespace: true, message: text.required }]}
        >
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
