import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import type { RewardAct } from '../../api/rewards'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'

/** Asks what an act on a reward needs, and does it; what was typed stays until it took effect. */
export function RewardDialog(props: {
  act: RewardAct
  amount: string
  about: ReactNode
  noteNeeded: boolean
  send: (note: string) => Promise<unknown>
  onClose: () => void
}) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ note?: string }>()
  const title = { approve: text.rewards.approveTitle, reject: text.rewards.rejectTitle, claim: text.rewards.payTitle }
  const name = { approve: text.rewards.approve, reject: text.rewards.reject, claim: text.rewards.pay }
  const done = { approve: text.rewards.approved, reject: text.rewards.rejected, claim: text.rewards.paid(props.amount) }
  const send = useMutation({
    mutationFn: (entered: { note?: string }) => props.send(entered.note?.trim() ?? ''),
    onSuccess: () => {
      void message.success(done[props.act])
      props.onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['rewards'] }),
  })
  return (
    <Modal
      open
      title={title[props.act]}
      okText={name[props.act]}
      okButtonProps={{ danger: props.act === 'reject' }}
      cancelText={text.cancel}
      confirmLoading={send.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      <div className="gap-below">{props.about}</div>
      {props.act === 'claim' && <p className="note">{text.rewards.payHint}</p>}
      <ErrorNote problem={send.error} />
      <Form form={form} layout="vertical" onFinish={(entered) => send.mutate(entered)}>
        {props.act !== 'claim' && (
          <Form.Item
            name="note"
            label={props.noteNeeded ? text.rewards.noteNeeded : text.rewards.note}
            rules={props.noteNeeded ? [{ required: true, whitespace: true, message: text.required }] : []}
          >
            <Input.TextArea rows={2} maxLength={300} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
