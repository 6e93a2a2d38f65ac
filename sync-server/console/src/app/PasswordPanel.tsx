import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { api, csrf } from '../api/client'
import { take } from '../api/problem'
import { ErrorNote } from '../parts/ErrorNote'
import { useText } from '../text/language'

interface Entered {
  old: string
  new: string
}

/** Changes one's own password; every session ends, so this page asks to sign in again. */
export function PasswordPanel({ onDone }: { onDone: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Entered>()
  const change = useMutation({
    mutationFn: (body: Entered) =>
      take(api.POST('/api/v1/me/password', { params: { header: csrf }, body })),
    onSuccess: () => {
      form.resetFields()
      void message.success(text.security.changed)
      onDone()
      void client.invalidateQueries()
    },
  })
  const required = [{ required: true, message: text.required }]
  return (
    <section>
      <h3>{text.security.password}</h3>
      <ErrorNote problem={change.error} />
      <Form form={form} layout="vertical" onFinish={(entered) => change.mutate(entered)}>
        <Form.Item name="old" label={text.security.oldPassword} rules={required}>
          <Input.Password maxLength={1024} autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="new"
          label={text.security.newPassword}
          rules={[...required, { min: 8, message: text.admin.passwordShort }]}
        >
          <Input.Password maxLength={1024} autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit" loading={change.isPending}>
          {text.security.change}
        </Button>
      </Form>
    </section>
  )
}
