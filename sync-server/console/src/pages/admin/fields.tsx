import { Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { usePackOptions } from '../../parts/usePackOptions'
import { RelayDatePicker } from '../../parts/RelayDatePicker'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../../api/people'
import { textAt, type Values } from './ChangeDialog'

/** Roles that a person may be given, those of the field first. */
export const ROLES = [
  'grid_worker',
  'village_admin',
  'enterprise_safety_officer',
  'station_officer',
  'police',
  'dept_officer',
  'fire_officer',
  'county_admin',
  'county_government',
  'auditor',
  'relay_admin',
]

/** A line of text. */
export function TextField(props: { name: string; label: string; optional?: boolean; most?: number }) {
  const text = useText()
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      rules={props.optional === true ? [] : [{ required: true, whitespace: true, message: text.required }]}
    >
      <Input maxLength={props.most ?? 120} autoComplete="off" />
    </Form.Item>
  )
}

/** A role. */
export function RoleField({ roles = ROLES }: { roles?: string[] }) {
  const text = useText()
  const word = useWord()
  return (
    <Form.Item name="role" label={text.admin.role} rules={[{ required: true, message: text.required }]}>
      <Select options={roles.map((role) => ({ value: role, label: word('role', role) }))} />
    </Form.Item>
  )
}

/** A department of the policy pack. */
export function DepartmentField() {
  const text = useText()
  const { departments } = usePackOptions()
  return (
    <Form.Item name="department" label={text.admin.department} rules={[{ required: true, message: text.required }]}>
      <Select options={departments} />
    </Form.Item>
  )
}

/** Somebody of those that the person manages. */
export function PersonField(props: { name: string; label: string; optional?: boolean }) {
  const text = useText()
  const people = useQuery(peopleQuery).data ?? []
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      rules={props.optional === true ? [] : [{ required: true, message: text.required }]}
    >
      <Select
        allowClear={props.optional === true}
        showSearch={{ optionFilterProp: 'label' }}
        options={people.map((one) => ({
          value: one.id,
          label: [one.name, one.organization].filter(Boolean).join(' · '),
        }))}
      />
    </Form.Item>
  )
}

/** A day, as `YYYY-MM-DD`. */
export function DayField(props: { name: string; label: string; optional?: boolean }) {
  const text = useText()
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      rules={props.optional === true ? [] : [{ required: true, message: text.required }]}
      getValueProps={(day?: string) => ({ value: day === undefined || day === '' ? null : dayjs(day) })}
      getValueFromEvent={(picked: Dayjs | null) => picked?.format('YYYY-MM-DD')}
    >
      <RelayDatePicker style={{ width: '100%' }} />
    </Form.Item>
  )
}

/** The end of a field's day by the clock of China, milliseconds since 1970. */
export function endOfDayAt(values: Values, name: string): number | undefined {
  const begins = startOfDayAt(values, name)
  return begins === undefined ? undefined : begins + 86_400_000
}

/** The beginning of a field's day by the clock of China. */
export function startOfDayAt(values: Values, name: string): number | undefined {
  const day = textAt(values, name)
  return day === '' ? undefined : Date.parse(`${day}T00:00:00+08:00`)
}

/** A field's text, or nothing. */
export const optionalAt = (values: Values, name: string): string | undefined => {
  const value = textAt(values, name)
  return value === '' ? undefined : value
}
