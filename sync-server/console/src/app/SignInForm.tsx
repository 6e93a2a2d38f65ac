import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../api/client'
import { ApiProblem, take } from '../api/problem'
import type { Me } from '../api/types'
import { useText } from '../text/language'

const LAST = 'wangge-account'

/** Name and password. Says when the account is locked, and for how long. */
export function SignInForm({ onDone }: { onDone: (me: Me) => void }) {
  const text = useText()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const [form] = Form.useForm<{ user: string; password: string }>()
  const go = async (values: { user: string; password: string }): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const me = await take<Me>(
        api.POST('/api/v1/login', { params: { header: csrf }, body: values }),
      )
      localStorage.setItem(LAST, values.user)
      onDone(me)
    } catch (failed) {
      form.resetFields(['password'])
      setProblem(wordsFor(failed))
    } finally {
      setBusy(false)
    }
  }
  const wordsFor = (failed: unknown): string => {
    if (!(failed instanceof ApiProblem)) return text.signIn.unreachable
    if (failed.status === 429) {
      return text.signIn.locked(Math.max(1, Math.ceil((failed.retryAfterMs ?? 60_000) / 60_000)))
    }
    return failed.status === 401 ? text.signIn.wrong : failed.zh
  }
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ user: localStorage.getItem(LAST) ?? '' }}
      onFinish={(values) => void go(values)}
    >
      {problem !== undefined && (
        <Alert type="error" title={problem} role="alert" className="gap-below" />
      )}
      <Form.Item name="user" label={text.signIn.user} rules={[{ required: true, message: text.required }]}>
        <Input autoComplete="username" maxLength={128} />
      </Form.Item>
      <Form.Item
        name="password"
        label={text.signIn.password}
        rules={[{ required: true, message: text.required }]}
        extra={capsLock ? text.signIn.capsLock : undefined}
      >
        <Input.Password
          autoComplete="current-password"
          maxLength={1024}
          onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} block>
        {text.signIn.go}
      </Button>
    </Form>
  )
}
