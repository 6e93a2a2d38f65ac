import dayjs from 'dayjs'
import { RelayDatePicker } from './RelayDatePicker'

/** Chooses a day, as `YYYY-MM-DD`; empty until one is known. */
export function DayPick(props: { label: string; value: string; onChange: (day: string) => void; id?: string }) {
  return (
    <RelayDatePicker
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      allowClear={false}
      value={props.value === '' ? null : dayjs(props.value)}
      onChange={(value) => props.onChange(value?.format('YYYY-MM-DD') ?? '')}
    />
  )
}
