import { Button, Form } from 'antd'
import type { EntryField } from '../../api/registerForm'
import { useStore } from '../../api/store'
import { isMany } from '../../logic/registerEntry'
import { language, useText } from '../../text/language'
import { DAY } from './day'
import { EntryControl } from './EntryControl'

type Path = (string | number)[]

interface Shown {
  fields: EntryField[]
  at: Path
  /** Nothing of it is needed: the part as a whole may be left out. */
  loose?: boolean
}

/** The fields of a register's entry, as the program describes them; rows and parts with fields of their own. */
export function RegisterFields({ fields, at, loose = false }: Shown) {
  return fields.map((field) => <OneField key={field.name} field={field} at={at} loose={loose} />)
}

function OneField({ field, at, loose }: { field: EntryField; at: Path; loose: boolean }) {
  const text = useText()
  const of = useStore(language)
  const label = of === 'zh' ? field.zh : field.en
  const name = [...at, field.name]
  const parts = field.fields ?? []
  if (field.kind === 'group') {
    return (
      <fieldset className="entry-group">
        <legend>{label}</legend>
        <RegisterFields fields={parts} at={name} loose={loose || field.optional === true} />
      </fieldset>
    )
  }
  if (field.kind === 'rows') {
    return (
      <fieldset className="entry-group">
        <legend>{label}</legend>
        <Form.List name={name}>
          {(rows, { add, remove }) => (
            <>
              {rows.map((row) => (
                <div key={row.key} className="entry-row">
                  <RegisterFields fields={parts} at={[row.name]} />
                  <Button size="small" onClick={() => remove(row.name)}>
                    {text.registers.removeRow}
                  </Button>
                </div>
              ))}
              <Button size="small" onClick={() => add({})}>
                {text.registers.addRow(label)}
              </Button>
            </>
          )}
        </Form.List>
      </fieldset>
    )
  }
  const isFree = loose || field.optional === true || field.kind === 'flag' || isMany(field)
  return (
    <Form.Item
      name={name}
      label={label}
      rules={isFree ? [] : [{ required: true, message: text.required }]}
      {...(field.kind === 'flag' ? { valuePropName: 'checked' } : {})}
      {...(field.kind === 'date' ? DAY : {})}
    >
      <EntryControl field={field} />
    </Form.Item>
  )
}
