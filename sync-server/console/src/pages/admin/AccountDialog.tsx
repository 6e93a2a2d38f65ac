import { useQueryClient } from '@tanstack/react-query'
import { Checkbox, Form, Input } from 'antd'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import type { Person } from '../../api/types'
import { FormDialog } from '../../parts/FormDialog'
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
  const send = async (entered: Entered): Promise<undefined> => {
    await take(
      api.POST('/api/v1/accounts', {
        params: { header: csrf },
        body: { user: person.id, remove_totp: false, ...entered },
      }),
    )
    void client.invalidateQueries({ queryKey: ['people'] })
  }
  const required = [{ required: true, message: text.required }]
  return (
    <FormDialog<Entered>
      title={text.admin.accountOf(person.name)}
      okText={text.confirm}
      draft={[person.id, 'account']}
      never={['password']}
      initial={{ account: person.account ?? '' }}
      done={text.admin.changed}
      about={<p className="note">{text.admin.accountHint}</p>}
      send={send}
      onClose={onClose}
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
    </FormDialog>
  )
}
