import { Tooltip } from 'antd'
import { live } from '../api/live'
import { useStore } from '../api/store'
import { useText } from '../text/language'

/** Says whether the page follows the relay. */
export function LiveDot() {
  const text = useText()
  const state = useStore(live)
  const words = {
    on: text.connection.live,
    paused: text.connection.paused,
    off: text.connection.reconnecting,
  }[state]
  return (
    <Tooltip title={words}>
      <span className={`live live-${state}`} role="status" aria-label={words} tabIndex={0}>
        <span className="live-dot" aria-hidden />
        <span className="live-word">{words}</span>
      </span>
    </Tooltip>
  )
}
