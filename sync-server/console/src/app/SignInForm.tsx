import { Alert, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../api/client'
import { ApiProblem, take } from '../api/problem'
import { tellTime } from '../api/relayClock'
import type { Me } from '../api/types'
import { useText } from '../text/language'
import { endSession, leaving } from './leaving'

const LAST = 'wangge-account'

interface Entered {
  user: string
  password: string
  code?: string
  own_key?: boolean
}

/**
 * Name and password, and the code of a second factor once the relay asks for it; on a computer of
 * one's own, a key to sign with. Says when the account is locked, and for how long.
 */
export function SignInForm({ onDone }: { onDone: (me: Me) => void }) {
  const text = useText()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const [coded, setCoded] = useState(false)
  const [form] = Form.useForm<Entered>()
  const go = async (values: Entered): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      // The session of whoever left comes to its end before another begins: later it would end the new one.
      if (leaving.get() && !(await endSession())) throw new TypeError('the relay does not answer')
      const me = await take<Me>(
        api.POST('/api/v1/login', {
          params: { header: csrf },
          body: {
            user: values.user,
            password: values.password,
            ...(values.code === undefined ? {} : { code: values.code }),
          },
        }),
      )
      localStorage.setItem(LAST, values.user)
      if (values.own_key === true) await makeKey(me)
      onDone(tellTime(me))
    } catch (failed) {
      const code = failed instanceof ApiProblem ? failed.code : ''
      if (code === 'totp_needed') setCoded(true)
      // A code that is asked for does not make the password wrong: it stays.
      form.resetFields([code.startsWith('totp') ? 'code' : 'password'])
      setProblem(wordsFor(failed))
    } finally {
      setBusy(false)
    }
  }
  /** Signing in goes on without it: the security settings say why there is none. */
  const makeKey = async (me: Me): Promise<void> => {
    const { enrollKey } = await import('../ownkey/enrollKey')
    const { machineName } = await import('../ownkey/machineName')
    await enrollKey(me.user, machineName()).catch(() => undefined)
  }
  const wordsFor = (failed: unknown): string => {
    if (!(failed instanceof ApiProblem)) return text.signIn.unreachable
    if (failed.status === 429) {
      return text.signIn.locked(Math.max(1, Math.ceil((failed.retryAfterMs ?? 60_000) / 60_000)))
    }
    if (failed.code === 'totp_needed') return text.signIn.codeNeeded
    if (failed.code === 'totp_wrong') return text.signIn.codeWrong
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
      {coded && (
        <Form.Item name="code" label={text.signIn.code} rules={[{ required: true, message: text.required }]}>
          <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
        </Form.Item>
      )}
      <Form.Item name="own_key" valuePropName="checked">
        <Checkbox>{text.ownKey.enableAtSignIn}</Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} block>
        {text.signIn.go}
      </Button>
    </Form>
  )
}
