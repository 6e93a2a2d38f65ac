import { Form } from 'antd'
import type { SheetField } from '../../api/sheets'
import { useText } from '../../text/language'
import { DAY } from './day'
import { EntryControl } from './EntryControl'

/** The fields of an entry, as its sheet in the policy pack draws them. */
export function EntryFields({ fields }: { fields: SheetField[] }) {
  const text = useText()
  return fields.map((field) => (
    <Form.Item
      key={field.name}
      name={['fields', field.name]}
      label={field.zh}
      // A switch always says something.
      rules={field.optional === true || field.kind === 'flag' ? [] : [{ required: true, message: text.required }]}
      {...(field.kind === 'flag' ? { valuePropName: 'checked' } : {})}
      {...(field.kind === 'date' ? DAY : {})}
    >
      <EntryControl field={field} />
    </Form.Item>
  ))
}
