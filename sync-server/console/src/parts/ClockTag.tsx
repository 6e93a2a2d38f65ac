import { Tag, Tooltip } from 'antd'
import type { HistoryEntry } from '../api/types'
import { isClockFlagged } from '../logic/clock'
import { useText } from '../text/language'

/** Says that a phone's clock was wrong when the record was written: its times are not to be relied on. */
export function ClockTag({ history }: { history: HistoryEntry[] }) {
  const text = useText()
  if (!isClockFlagged(history)) return null
  return (
    <Tooltip title={text.photo.clockHint}>
      <Tag color="orange" tabIndex={0}>
        {text.photo.clock}
      </Tag>
    </Tooltip>
  )
}
