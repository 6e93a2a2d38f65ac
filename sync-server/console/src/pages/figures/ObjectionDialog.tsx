import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Radio } from 'antd'
import { recordQuery } from '../../api/queries'
import { decideObjection, type ScoreLine } from '../../api/scores'
import { textOf } from '../../logic/answers'
import { Facts } from '../../parts/Facts'
import { FormDialog } from '../../parts/FormDialog'
import { ReasonField } from '../../parts/ReasonField'
import { useText } from '../../text/language'

interface Entered {
  upheld: boolean
  reason: string
}

/** Decides on an objection, once and with a reason. */
export function ObjectionDialog(props: { worker: string; line: ScoreLine; onClose: () => void }) {
  const { worker, line } = props
  const text = useText()
  const client = useQueryClient()
  const record = useQuery({ ...recordQuery(line.event.record), retry: false }).data
  const about = `objection/${line.event.code}/${worker}`
  // One of before days were kept stands without its day.
  const raised = textOf(record?.content[`${about}/${line.event.on}/text`]) || textOf(record?.content[`${about}/text`])
  const send = ({ upheld, reason }: Entered): Promise<undefined> =>
    decideObjection(worker, { record: line.event.record, code: line.event.code, day: line.event.on, upheld, reason: reason.trim() })
      .then(() => undefined)
      .finally(() => void client.invalidateQueries())
  return (
    <FormDialog<Entered>
      title={text.scores.decide}
      okText={text.form.submit}
      draft={[line.event.record, `${about}/${line.event.on}`]}
      done={text.scores.decided}
      about={
        <div className="gap-below">
          <Facts
            rows={[
              [text.list.name, record?.title ?? line.event.record.slice(0, 8)],
              [text.scores.objection, raised === '' ? text.scores.noObjectionText : raised],
            ]}
          />
        </div>
      }
      send={send}
      onClose={props.onClose}
    >
      <Form.Item name="upheld" label={text.scores.decision} rules={[{ required: true, message: text.required }]}>
        <Radio.Group
          options={[
            { value: true, label: text.scores.upheld },
            { value: false, label: text.scores.dismissed },
          ]}
        />
      </Form.Item>
      <ReasonField label={text.scores.reason} />
    </FormDialog>
  )
}
