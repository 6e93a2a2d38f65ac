import type { components } from '../../api/schema'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

type GradingView = components['schemas']['GradingView']
type PointView = components['schemas']['PointView']

/** The grade of a premises: since when it holds and why, and every change of it, the newest first. */
export function Grading({ grading }: { grading: GradingView }) {
  const text = useText()
  const word = useWord()
  const points = (all: PointView[]) =>
    all.map((it) => `${word('risk', it.code)} ${it.points > 0 ? '+' : ''}${String(it.points)}`).join('，')
  return (
    <Panel title={text.premises.grading}>
      <div className="cell-main">
        {word('grade', grading.grade)} · {text.premises.gradeSince(grading.since)} ·{' '}
        {word('grade_reason', grading.reason)} · {text.premises.points(grading.score)}
      </div>
      <div className="cell-sub">{points(grading.because)}</div>
      {[...grading.changes].reverse().map((change, index) => (
        <div key={`${change.on} ${String(index)}`}>
          <div className="cell-main">
            {change.on} {word('grade', change.grade)} · {word('grade_reason', change.reason)} ·{' '}
            {text.premises.points(change.score)}
          </div>
          {change.by_hand != null && (
            <div className="cell-sub">
              {change.by_hand.user} {change.by_hand.reason}
            </div>
          )}
          <div className="cell-sub">{points(change.because)}</div>
        </div>
      ))}
    </Panel>
  )
}
