import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { FormDialog } from '../../parts/FormDialog'
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
  const send = async (entered: Entered): Promise<undefined> => {
    await take(
      api.POST('/api/v1/registers/{register}', {
        params: { path: { register: props.register }, header: csrf },
        body: {
          key: entered.key,
          entry: JSON.parse(entered.entry) as unknown,
          reason: entered.reason ?? '',
          ...(entered.from === undefined || entered.from === '' ? {} : { from: entered.from }),
        } as never,
      }),
    )
    void client.invalidateQueries({ queryKey: ['registers'] })
  }
  const isJson = (_: unknown, value: string): Promise<void> => {
    try {
      JSON.parse(value)
      return Promise.resolve()
    } catch {
      return Promise.reject(new Error(text.registers.badJson))
    }
  }
  return (
    <FormDialog<Entered>
      title={text.registers.add}
      okText={text.save}
      draft={[props.register, 'row']}
      initial={{ entry: props.example === undefined ? '{}' : JSON.stringify(props.example, null, 2) }}
      done={text.registers.saved}
      send={send}
      onClose={props.onClose}
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
    </FormDialog>
  )
}
