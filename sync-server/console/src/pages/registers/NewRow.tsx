import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'

interface Entered {
  key: string
  entry: string
  from?: string
  reason?: string
}

/** Sets a row of a register. The relay checks it by the rules of its register. */
export function NewRow(props: { register: string; example: unknown; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Entered>()
  const set = useMutation({
    mutationFn: (entered: Entered) =>
      take(
        api.POST('/api/v1/registers/{register}', {
          params: { path: { register: props.register }, header: csrf },
          body: {
            key: entered.key,
            entry: JSON.parse(entered.entry) as unknown,
            reason: entered.reason ?? '',
            ...(entered.from === undefined || entered.from === '' ? {} : { from: entered.from }),
          } as never,
        }),
      ),
    onSuccess: () => {
      void message.success(text.registers.saved)
      void client.invalidateQueries({ queryKey: ['registers'] })
      props.onClose()
    },
  })
  const isJson = (_: unknown, value: string): Promise<void> => {
    try {
      JSON.parse(value)
      return Promise.resolve()
    } catch {
      return Promise.reject(new Error(text.registers.badJson))
    }
  }
  return (
    <Modal
      open
      title={text.registers.add}
      okText={text.save}
      cancelText={text.cancel}
      confirmLoading={set.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      <ErrorNote problem={set.error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          entry: props.example === undefined ? '{}' : JSON.stringify(props.example, null, 2),
        }}
        onFinish={(entered) => set.mutate(entered)}
      >
        <Form.Item name="key" label={text.registers.key} rules={[{ required: true, message: text.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="entry" label={text.registers.json} rules={[{ validator: isJson }]}>
          <Input.TextArea rows={8} spellCheck={false} />
        </Form.Item>
        <Form.Item name="from" label={text.registers.from}>
          <Input placeholder="YYYY-MM-DD" maxLength={10} />
        </Form.Item>
        <Form.Item name="reason" label={text.registers.reason}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
