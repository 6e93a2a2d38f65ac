import { Button, Form, Input, Select } from 'antd'
import type { CodedReason } from '../../api/reference'
import { RecordSelect } from '../../parts/RecordSelect'
import { useText } from '../../text/language'
import { PersonChoice } from './PersonChoice'

/** A list of what is left out of a draw, each with its reason. */
export function LeftOut(props: {
  name: 'exclusions' | 'recusals' | 'inspectors_out'
  title: string
  add: string
  hint?: string
  /** The reasons that the policy knows; without them it is written. */
  reasons?: CodedReason[]
}) {
  const text = useText()
  const { draws } = text
  const required = [{ required: true, message: text.required }]
  const premises = props.name !== 'inspectors_out'
  const person = props.name !== 'exclusions'
  return (
    <fieldset className="entry-group">
      <legend>{props.title}</legend>
      {props.hint !== undefined && <p className="note">{props.hint}</p>}
      <Form.List name={props.name}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="entry-row">
                {person && (
                  <Form.Item name={[name, 'inspector']} rules={required}>
                    <PersonChoice label={draws.inspector} />
                  </Form.Item>
                )}
                {premises && (
                  <Form.Item name={[name, 'target']} rules={required}>
                    <RecordSelect name="premises" label={draws.premises} placeholder={text.cases.findRecord} />
                  </Form.Item>
                )}
                {props.reasons !== undefined && (
                  <Form.Item name={[name, 'reason']} rules={required}>
                    <Select
                      aria-label={draws.reason}
                      placeholder={draws.reason}
                      options={props.reasons.map((one) => ({ value: one.code, label: one.zh }))}
                    />
                  </Form.Item>
                )}
                <Form.Item name={[name, 'note']} rules={props.reasons === undefined ? required : []}>
                  <Input aria-label={draws.note} placeholder={draws.note} maxLength={200} autoComplete="off" />
                </Form.Item>
                <Button size="small" onClick={() => remove(name)}>
                  {draws.remove}
                </Button>
              </div>
            ))}
            <Button size="small" onClick={() => add({})}>
              {props.add}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  )
}
