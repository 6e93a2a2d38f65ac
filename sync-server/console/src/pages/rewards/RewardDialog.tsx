import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { RewardAct } from '../../api/rewards'
import { FormDialog } from '../../parts/FormDialog'
import { useText } from '../../text/language'

/** Asks what an act on a reward needs, and does it. */
export function RewardDialog(props: {
  act: RewardAct
  subject: string
  amount: string
  about: ReactNode
  noteNeeded: boolean
  send: (note: string) => Promise<unknown>
  onClose: () => void
}) {
  const text = useText()
  const client = useQueryClient()
  const title = { approve: text.rewards.approveTitle, reject: text.rewards.rejectTitle, claim: text.rewards.payTitle }
  const name = { approve: text.rewards.approve, reject: text.rewards.reject, claim: text.rewards.pay }
  const done = { approve: text.rewards.approved, reject: text.rewards.rejected, claim: text.rewards.paid(props.amount) }
  const send = (entered: { note?: string }): Promise<undefined> =>
    props
      .send(entered.note?.trim() ?? '')
      .then(() => undefined)
      .finally(() => void client.invalidateQueries({ queryKey: ['rewards'] }))
  return (
    <FormDialog<{ note?: string }>
      title={title[props.act]}
      okText={name[props.act]}
      draft={[props.subject, props.act]}
      danger={props.act === 'reject'}
      done={done[props.act]}
      about={
        <>
          <div className="gap-below">{props.about}</div>
          {props.act === 'claim' && <p className="note">{text.rewards.payHint}</p>}
        </>
      }
      send={send}
      onClose={props.onClose}
    >
      {props.act !== 'claim' && (
        <Form.Item
          name="note"
          label={props.noteNeeded ? text.rewards.noteNeeded : text.rewards.note}
          rules={props.noteNeeded ? [{ required: true, whitespace: true, message: text.required }] : []}
        >
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      )}
    </FormDialog>
  )
}
