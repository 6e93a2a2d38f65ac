import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import dayjs from 'dayjs'
import type { ListName } from '../../api/lists'
import type { AskedField } from '../../api/reference'
import { useStore } from '../../api/store'
import { stepChoices, type Choice } from '../../logic/stepChoices'
import { RecordSelect } from '../../parts/RecordSelect'
import { useIssuers } from '../../parts/useIssuers'
import { RelayDatePicker } from '../../parts/RelayDatePicker'
import { language, useText } from '../../text/language'
import { useWord } from '../../text/words'
import { casesQuery, type Lists } from './casesQuery'

/** The fields that a step asks for, as its table says; `held` is what the case holds already. */
export function StepFields(props: { fields: AskedField[]; lists: Lists; held?: Record<string, string> }) {
  const text = useText()
  const word = useWord()
  const of = useStore(language)
  const issuers = useIssuers()
  const versions = useQuery(casesQuery).data?.versions ?? {}
  const options = (field: AskedField): Choice[] =>
    stepChoices(field, { lists: props.lists, versions, issuers, held: props.held ?? {}, language: of })
  const label = (field: AskedField): string => (of === 'zh' ? field.zh : word('field', field.name))
  return props.fields.map((field) => (
    <Form.Item
      key={field.name}
      name={field.name}
      label={label(field)}
      rules={field.optional === true ? [] : [{ required: true, message: text.required }]}
      {...(pickerOf(field) === undefined ? {} : dated(pickerOf(field)))}
    >
      {control(field, options(field), label(field), text.cases.findRecord)}
    </Form.Item>
  ))
}

type Picker = 'date' | 'month' | 'year'

/** How a day, a month or a year is written. */
const WRITTEN = { date: 'YYYY-MM-DD', month: 'YYYY-MM', year: 'YYYY' } as const

function pickerOf(field: AskedField): Picker | undefined {
  if (field.entry === 'day' || field.shape === 'day') return 'date'
  return field.shape === 'month' || field.shape === 'year' ? field.shape : undefined
}

/** A day, a month or a year stands in a form as it is sent. */
function dated(picker: Picker = 'date') {
  return {
    getValueProps: (value: unknown) => ({ value: typeof value === 'string' && value !== '' ? dayjs(value) : null }),
    normalize: (value: dayjs.Dayjs | null) => value?.format(WRITTEN[picker]),
  }
}

function control(field: AskedField, choices: Choice[], label: string, find: string) {
  const picker = pickerOf(field)
  if (picker !== undefined) return <RelayDatePicker picker={picker} />
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
