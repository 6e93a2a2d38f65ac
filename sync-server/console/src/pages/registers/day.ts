import dayjs from 'dayjs'

/** A day stands in a form as it is sent, `YYYY-MM-DD`. */
export const DAY = {
  getValueProps: (value: unknown) => ({ value: typeof value === 'string' && value !== '' ? dayjs(value) : null }),
  normalize: (value: dayjs.Dayjs | null) => value?.format('YYYY-MM-DD'),
}
