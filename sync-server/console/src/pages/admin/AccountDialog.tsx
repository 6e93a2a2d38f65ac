import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, Modal } from 'antd'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import type { Person } from '../../api/types'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'

interface Entered {
  account: string
  password: string
  remove_totp?: boolean
}

/** Gives a person an account, or a new password. Their sessions end. */
export function AccountDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Entered>()
  const set = useMutation({
    mutationFn: (entered: Entered) =>
      take(
        api.POST('/api/v1/accounts', {
          params: { header: csrf },
          body: { user: person.id, remove_totp: false, ...entered },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['people'] })
      void message.success(text.admin.changed)
      onClose()
    },
  })
  const required = [{ required: true, message: text.required }]
  return (
    <Modal
      open
      title={text.admin.accountOf(person.name)}
      okText={text.confirm}
      cancelText={text.cancel}
      confirmLoading={set.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorNote problem={set.error} />
      <p className="note">{text.admin.accountHint}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ account: person.account ?? '' }}
        onFinish={(entered) => set.mutate(entered)}
      >
        <Form.Item name="account" label={text.admin.account} rules={required}>
          <Input maxLength={128} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="password"
          label={text.admin.newPassword}
          rules={[...required, { min: 8, message: text.admin.passwordShort }]}
        >
          <Input.Password maxLength={1024} autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="remove_totp" valuePropName="checked">
          <Checkbox>{text.admin.removeTotp}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
