import type { ListItem } from '../../api/types'
import { timeText } from '../../logic/time'

/** One inspection of the queue. */
export function QueueItem(props: { item: ListItem; current: boolean; onOpen: () => void }) {
  const { item } = props
  return (
    <button
      type="button"
      className="queue-item"
      aria-current={props.current}
      onClick={props.onOpen}
    >
      <div className="cell-main">{item.premises_name === '' ? item.title : item.premises_name}</div>
      <div className="cell-sub">
        {item.village} · {item.author}
      </div>
      <div className="cell-sub num">{timeText(item.at)}</div>
    </button>
  )
}
