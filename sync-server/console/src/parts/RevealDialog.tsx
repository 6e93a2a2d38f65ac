import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useText } from '../text/language'
import { ErrorNote } from './ErrorNote'
import { Facts } from './Facts'

const SHORTEST = 2

/** Asks why, has it written down, and only then shows what is kept from sight. */
export function RevealDialog(props: {
  title: string
  hint: string
  reveal: (reason: string) => Promise<[string, string][]>
  onClose: () => void
}) {
  const text = useText()
  const [form] = Form.useForm<{ reason: string }>()
  const look = useMutation({
    mutationFn: (entered: { reason: string }) => props.reveal(entered.reason.trim()),
    // What was shown is not kept once the dialog is closed.
    gcTime: 0,
  })
  const shown = look.data
  return (
    <Modal
      open
      title={props.title}
      okText={shown === undefined ? text.care.show : text.close}
      cancelText={text.cancel}
      {...(shown === undefined ? {} : { cancelButtonProps: { style: { display: 'none' } } })}
      confirmLoading={look.isPending}
      onCancel={props.onClose}
      onOk={shown === undefined ? form.submit : props.onClose}
    >
      <ErrorNote problem={look.error} />
      {shown === undefined ? (
        <Form form={form} layout="vertical" onFinish={(entered) => look.mutate(entered)}>
          <Form.Item
            name="reason"
            label={text.care.reason}
            extra={props.hint}
            rules={[
              { required: true, whitespace: true, message: text.required },
              { min: SHORTEST, message: text.care.tooShort },
            ]}
          >
            <Input.TextArea rows={2} maxLength={200} />
          </Form.Item>
        </Form>
      ) : (
        <Facts rows={shown} />
      )}
    </Modal>
  )
}
