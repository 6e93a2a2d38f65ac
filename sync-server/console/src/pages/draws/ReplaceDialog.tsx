import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { replaceInDraw, type DrawLine } from '../../api/draws'
import { FormDialog } from '../../parts/FormDialog'
import { useText } from '../../text/language'

interface Entered {
  /** Id of the inspector who falls out; of the premises if it does. */
  out?: string
  reason?: string
}

/** Asks who falls out and why; once somebody else approves it the next of the draw steps in. */
export function ReplaceDialog(props: { draw: string; line: DrawLine; onClose: () => void }) {
  const { line } = props
  const text = useText()
  const { draws } = text
  const client = useQueryClient()
  const send = (entered: Entered): Promise<undefined> =>
    replaceInDraw(props.draw, {
      target: line.target,
      ...(entered.out === undefined || entered.out === line.target ? {} : { inspector: entered.out }),
      reason: entered.reason?.trim() ?? '',
    })
      .then(() => undefined)
      .finally(() => void client.invalidateQueries({ queryKey: ['draws'] }))
  return (
    <FormDialog<Entered>
      title={draws.replaceTitle}
      okText={draws.askReplace}
      draft={[`${props.draw}/${line.target}`, 'replace']}
      initial={{ out: line.target }}
      done={draws.asked}
      about={<p className="note">{draws.replaceHint}</p>}
      send={send}
      onClose={props.onClose}
    >
      <Form.Item name="out" label={draws.whoFalls} rules={[{ required: true, message: text.required }]}>
        <Select
          options={[
            { value: line.target, label: draws.thePremises(line.name) },
            ...line.team.map((one) => ({ value: one.inspector, label: draws.thePerson(one.name) })),
          ]}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={draws.reason}
        rules={[{ required: true, whitespace: true, message: text.required }]}
      >
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDialog>
  )
}
