import { Form, Input, Select } from 'antd'
import type { AskedField } from '../../api/reference'
import { useStore } from '../../api/store'
import { usePackOptions } from '../../parts/usePackOptions'
import { language, useText } from '../../text/language'
import { useWord } from '../../text/words'
import type { Lists } from './casesQuery'

/** The fields that a step asks for, as its table says. */
export function StepFields(props: { fields: AskedField[]; lists: Lists }) {
  const text = useText()
  const word = useWord()
  const of = useStore(language)
  const { departments } = usePackOptions()
  const options = (field: AskedField): { value: string; label: string }[] => {
    const list = field.list ?? field.among ?? ''
    const known = props.lists[list]
    if (known !== undefined) return known.map((one) => ({ value: one.code, label: of === 'zh' ? one.zh : (one.en ?? one.zh) }))
    return list === 'departments' ? departments : []
  }
  return props.fields.map((field) => {
    const choices = options(field)
    return (
      <Form.Item
        key={field.name}
        name={field.name}
        label={of === 'zh' ? field.zh : word('field', field.name)}
        rules={field.optional === true ? [] : [{ required: true, message: text.required }]}
      >
        {choices.length === 0 ? (
          <Input maxLength={500} />
        ) : (
          <Select
            {...(field.many === true ? { mode: 'multiple' as const } : {})}
            showSearch={{ optionFilterProp: 'label' }}
            options={choices}
          />
        )}
      </Form.Item>
    )
  })
}

/** What was entered, as the relay takes it: lists with commas between. */
export function stepValues(entered: Record<string, unknown>): Record<string, string> {
  const values = Object.entries(entered).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null || value === '') return []
    return [[name, Array.isArray(value) ? value.join(',') : String(value)]]
  })
  return Object.fromEntries(values)
}
