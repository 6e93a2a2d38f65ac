import { DatePicker, Form, Input, Select } from 'antd'
import dayjs from 'dayjs'
import type { ListName } from '../../api/lists'
import type { AskedField } from '../../api/reference'
import { useStore } from '../../api/store'
import { RecordSelect } from '../../parts/RecordSelect'
import { useIssuers } from '../../parts/useIssuers'
import { usePackOptions, type PackOption } from '../../parts/usePackOptions'
import { language, useText } from '../../text/language'
import { useWord } from '../../text/words'
import type { Lists } from './casesQuery'

/** The fields that a step asks for, as its table says. */
export function StepFields(props: { fields: AskedField[]; lists: Lists }) {
  const text = useText()
  const word = useWord()
  const of = useStore(language)
  const { departments, categories } = usePackOptions()
  const issuers = useIssuers()
  const options = (field: AskedField): PackOption[] => {
    const list = field.list ?? field.among ?? ''
    const known = props.lists[list]
    if (known !== undefined) return known.map((one) => ({ value: one.code, label: of === 'zh' ? one.zh : (one.en ?? one.zh) }))
    // Lists that stand elsewhere in the pack; of the bodies only those one may speak for.
    return { departments, categories, issuers }[list] ?? []
  }
  const label = (field: AskedField): string => (of === 'zh' ? field.zh : word('field', field.name))
  return props.fields.map((field) => (
    <Form.Item
      key={field.name}
      name={field.name}
      label={label(field)}
      rules={field.optional === true ? [] : [{ required: true, message: text.required }]}
      {...(field.entry === 'day' ? DAY : {})}
    >
      {control(field, options(field), label(field), text.cases.findRecord)}
    </Form.Item>
  ))
}

/** A day stands in a form as it is sent, `YYYY-MM-DD`. */
const DAY = {
  getValueProps: (value: unknown) => ({ value: typeof value === 'string' && value !== '' ? dayjs(value) : null }),
  normalize: (value: dayjs.Dayjs | null) => value?.format('YYYY-MM-DD'),
}

function control(field: AskedField, choices: PackOption[], label: string, find: string) {
  if (field.entry === 'day') return <DatePicker />
  if (choices.length > 0) {
    return (
      <Select
        allowClear={field.optional === true}
        {...(field.many === true ? { mode: 'multiple' as const } : {})}
        showSearch={{ optionFilterProp: 'label' }}
        options={choices}
      />
    )
  }
  const list = field.many === true ? undefined : listOf(field.link?.kinds ?? [])
  return list === undefined ? <Input maxLength={500} /> : <RecordSelect name={list} label={label} placeholder={find} />
}

/** The list that holds the records a field names, if they are all of one. */
function listOf([kind, ...more]: string[]): ListName | undefined {
  if (kind === undefined || more.length > 0) return undefined
  return kind === 'rectification' ? 'hazards' : `cases/${kind}`
}

/** What was entered, as the relay takes it: lists with commas between. */
export function stepValues(entered: Record<string, unknown>): Record<string, string> {
  const values = Object.entries(entered).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null || value === '') return []
    return [[name, Array.isArray(value) ? value.join(',') : String(value)]]
  })
  return Object.fromEntries(values)
}
