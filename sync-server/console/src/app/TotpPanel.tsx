import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { api, csrf } from '../api/client'
import { take } from '../api/problem'
import type { Me } from '../api/types'
import { QrCode } from '../pages/admin/QrCode'
import { ErrorNote } from '../parts/ErrorNote'
import { useText } from '../text/language'

interface Proof {
  code: string
  password?: string
}

/** Sets a second factor up, or takes it away. */
export function TotpPanel({ me }: { me: Me }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const done = (): void => {
    void message.success(text.security.done)
    void client.invalidateQueries({ queryKey: ['me'] })
    begin.reset()
  }
  const begin = useMutation({
    mutationFn: () => take(api.POST('/api/v1/me/totp', { params: { header: csrf } })),
  })
  const confirm = useMutation({
    mutationFn: (proof: Proof) =>
      take(
        api.POST('/api/v1/me/totp/confirm', {
          params: { header: csrf },
          body: { code: proof.code, password: '' },
        }),
      ),
    onSuccess: done,
  })
  const remove = useMutation({
    mutationFn: (proof: Proof) =>
      take(
        api.POST('/api/v1/me/totp/remove', {
          params: { header: csrf },
          body: { code: proof.code, password: proof.password ?? '' },
        }),
      ),
    onSuccess: done,
  })
  const required = [{ required: true, message: text.required }]
  const code = (
    <Form.Item name="code" label={text.security.code} rules={required}>
      <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} style={{ width: 160 }} />
    </Form.Item>
  )
  return (
    <section>
      <h3>{text.security.totp}</h3>
      <p className="note">{me.totp ? text.security.totpOn : text.security.totpOff}</p>
      <ErrorNote problem={begin.error ?? confirm.error ?? remove.error} />
      {!me.totp && begin.data === undefined && (
        <Button loading={begin.isPending} onClick={() => begin.mutate()}>
          {text.security.begin}
        </Button>
      )}
      {!me.totp && begin.data !== undefined && (
        <>
          <p>{text.security.scan}</p>
          <QrCode text={begin.data.uri} label={text.security.totp} />
          <p className="num totp-secret">{begin.data.secret}</p>
          <Form<Proof> layout="vertical" onFinish={(proof) => confirm.mutate(proof)}>
            {code}
            <Button type="primary" htmlType="submit" loading={confirm.isPending}>
              {text.security.confirm}
            </Button>
          </Form>
        </>
      )}
      {me.totp && (
        <Form<Proof> layout="vertical" onFinish={(proof) => remove.mutate(proof)}>
          <p className="note">{text.security.removeHint}</p>
          {code}
          <Form.Item name="password" label={text.signIn.password} rules={required}>
            <Input.Password maxLength={1024} autoComplete="current-password" />
          </Form.Item>
          <Button danger htmlType="submit" loading={remove.isPending}>
            {text.security.remove}
          </Button>
        </Form>
      )}
    </section>
  )
}
