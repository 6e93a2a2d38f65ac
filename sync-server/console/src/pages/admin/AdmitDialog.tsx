import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'

/** Asks why something is admitted; the reason stays until the relay has taken it. */
export function AdmitDialog(props: {
  title: string
  hint?: string
  send: (note: string) => Promise<void>
  onClose: () => void
}) {
  const text = useText()
  const client = useQueryClient()
  const [form] = Form.useForm<{ note: string }>()
  const admit = useMutation({
    mutationFn: (entered: { note: string }) => props.send(entered.note.trim()),
    onSuccess: props.onClose,
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Modal
      open
      title={props.title}
      okText={text.admin.admit}
      cancelText={text.cancel}
      confirmLoading={admit.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {props.hint !== undefined && <p className="note">{props.hint}</p>}
      <ErrorNote problem={admit.error} />
      <Form form={form} layout="vertical" onFinish={(entered) => admit.mutate(entered)}>
        <Form.Item
          name="note"
          label={text.form.reason}
          rules={[{ required: true, whitespace: true, message: text.required }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
