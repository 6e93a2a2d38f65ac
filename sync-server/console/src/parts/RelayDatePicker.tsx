import generateConfig from '@rc-component/picker/generate/dayjs'
import { DatePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { relayClock } from '../api/relayClock'
import { dayText } from '../logic/time'

/** Today by the relay's clock, in China. */
function today(): Dayjs {
  const now = relayClock.get()
  return now === undefined ? dayjs() : dayjs(dayText(now))
}

/** A field for a day, a month or a year; what it calls today is the relay's today, not the browser's. */
export const RelayDatePicker = DatePicker.generatePicker<Dayjs>({ ...generateConfig, getNow: today })
