import { dueState } from '../logic/due'
import { dayText } from '../logic/time'
import { useNow } from './useNow'
import { useText } from '../text/language'

/** A deadline, and how near it is by the relay's clock. */
export function DueTag({ due, done }: { due: number | null | undefined; done?: boolean }) {
  const text = useText()
  const now = useNow()
  if (due === null || due === undefined) return <span className="note">—</span>
  if (done === true || now === undefined) return <span className="num">{dayText(due - 1)}</span>
  const state = dueState(due, now)
  const words = {
    none: '',
    over: state.kind === 'over' && state.days > 0 ? text.due.over(state.days) : text.due.overToday,
    today: text.due.today,
    left: state.kind === 'left' ? text.due.left(state.days) : '',
  }[state.kind]
  const soon = state.kind === 'today' || (state.kind === 'left' && state.days <= 3)
  const color = state.kind === 'over' ? '#c0271d' : soon ? '#a35200' : '#4a4f57'
  return (
    <span className="num">
      {dayText(due - 1)}
      <br />
      <span style={{ color, fontWeight: color === '#4a4f57' ? 400 : 600 }}>{words}</span>
    </span>
  )
}
