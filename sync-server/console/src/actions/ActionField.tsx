import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select, Switch } from 'antd'
import { companionsQuery } from '../api/companions'
import { useReference } from '../api/queries'
import type { RecordCard } from '../api/types'
import { photoLabel } from '../logic/photoLabel'
import { useIssuers } from '../parts/useIssuers'
import { usePackOptions } from '../parts/usePackOptions'
import { useText } from '../text/language'
import { useStatusWord, useWord } from '../text/words'
import type { FieldSpec } from './forms'

const PREMISES_STATUSES = ['active', 'closed', 'demolished']

/** One field of an act, with what may be chosen. */
export function ActionField(props: { field: FieldSpec; card: RecordCard; action: string; hint?: string }) {
  const { field, card, action, hint } = props
  const text = useText()
  const label = text.form[field.label]
  return (
    <Form.Item
      name={field.name}
      extra={hint}
      label={typeof label === 'string' ? label : field.name}
      rules={field.optional === true ? [] : [{ required: true, message: text.required }]}
      {...(field.kind === 'flag' ? { valuePropName: 'checked' } : {})}
      {...(field.kind === 'list'
        ? { getValueFromEvent: (event: { target: { value: string } }) => splitList(event.target.value) }
        : {})}
    >
      <Control field={field} card={card} action={action} />
    </Form.Item>
  )
}

function splitList(value: string): string[] {
  return value.split(/[,，、]/).map((one) => one.trim()).filter(Boolean)
}

function Control({ field, card, action, ...given }: { field: FieldSpec; card: RecordCard; action: string }) {
  const text = useText()
  const word = useWord()
  const status = useStatusWord()
  const pack = usePackOptions()
  const reference = useReference()
  const issuers = useIssuers()
  const people = useQuery({ ...companionsQuery(card.id, action), enabled: field.kind === 'people' })
  const photos = card.photos.map((photo) => ({
    value: photo.id,
    label: photoLabel(photo, word('photo_stage', photo.stage)),
  }))
  switch (field.kind) {
    case 'long':
      return <Input.TextArea {...given} rows={3} maxLength={1000} />
    case 'days':
      return <InputNumber {...given} min={1} max={reference?.deadlines.max_days ?? 90} precision={0} />
    case 'flag':
      return <Switch {...given} />
    case 'photo':
      return <Select {...given} options={photos} />
    case 'photos':
      return <Select {...given} mode="multiple" options={photos} />
    case 'people':
      return (
        <Select
          {...given}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={(people.data ?? []).map((one) => ({
            value: one.id,
            label: [one.name, one.organization].filter(Boolean).join(' · '),
          }))}
        />
      )
    case 'department':
      return <Select {...given} options={pack.departments} />
    case 'issuer':
      return (
        <Select
          {...given}
          allowClear
          options={issuers}
        />
      )
    case 'grade':
      return <Select {...given} options={pack.grades} />
    case 'premises_status':
      return (
        <Select
          {...given}
          options={PREMISES_STATUSES.map((one) => ({ value: one, label: status('premises', one) }))}
        />
      )
    case 'result':
      return (
        <Select
          {...given}
          options={[
            { value: 'fixed', label: text.form.fixed },
            { value: 'penalty', label: text.form.penalty },
          ]}
        />
      )
    case 'calendar':
      return (
        <Select
          {...given}
          options={[
            { value: 'natural', label: text.form.natural },
            { value: 'working', label: text.form.working },
          ]}
        />
      )
    case 'list':
    case 'text':
      return <Input {...given} maxLength={200} />
  }
}
