import { DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useReference } from '../../api/queries'
import { useStore } from '../../api/store'
import { language, useText } from '../../text/language'
import { useWord } from '../../text/words'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from './peopleQuery'
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

/** Why. */
export function ReasonField() {
  const text = useText()
  return (
    <Form.Item
      name="reason"
      label={text.form.reason}
      rules={[{ required: true, whitespace: true, message: text.required }]}
    >
      <Input.TextArea rows={2} maxLength={300} />
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
  const of = useStore(language)
  const departments = useReference()?.departments ?? {}
  return (
    <Form.Item name="department" label={text.admin.department} rules={[{ required: true, message: text.required }]}>
      <Select
        options={Object.entries(departments).map(([code, named]) => ({
          value: code,
          label: of === 'zh' ? named.zh : (named.en ?? named.zh),
        }))}
      />
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

/** A day. */
export function DayField(props: { name: string; label: string; optional?: boolean }) {
  const text = useText()
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      rules={props.optional === true ? [] : [{ required: true, message: text.required }]}
    >
      <DatePicker style={{ width: '100%' }} />
    </Form.Item>
  )
}

/** The day of a field as `YYYY-MM-DD`; empty if none was entered. */
export function dayAt(values: Values, name: string): string {
  const value = values[name] as Dayjs | null | undefined
  return value == null ? '' : value.format('YYYY-MM-DD')
}

/** The end of a field's day by the clock of China, milliseconds since 1970. */
export function endOfDayAt(values: Values, name: string): number | undefined {
  const day = dayAt(values, name)
  return day === '' ? undefined : Date.parse(`${day}T00:00:00+08:00`) + 86_400_000
}

/** The beginning of a field's day by the clock of China. */
export function startOfDayAt(values: Values, name: string): number | undefined {
  const day = dayAt(values, name)
  return day === '' ? undefined : Date.parse(`${day}T00:00:00+08:00`)
}

/** A day as the picker takes it. */
export const pickedDay = (text: string | null | undefined): Dayjs | undefined =>
  text == null || text === '' ? undefined : dayjs(text)

/** A field's text, or nothing. */
export const optionalAt = (values: Values, name: string): string | undefined => {
  const value = textAt(values, name)
  return value === '' ? undefined : value
}
