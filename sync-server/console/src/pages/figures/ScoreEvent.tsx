import { Button, Tag } from 'antd'
import { RecordName } from '../../parts/RecordName'
import type { ScoreLine } from '../../api/scores'
import { useText } from '../../text/language'

/** One event of a score card: what it gave and why, the record, and an objection that waits. */
export function ScoreEvent(props: { line: ScoreLine; words: string; onDecide: (() => void) | undefined }) {
  const text = useText()
  const { line } = props
  return (
    <div className="answer" style={{ gridTemplateColumns: 'minmax(0, 1fr) max-content' }}>
      <div>
        <div>{props.words}</div>
        <RecordName id={line.event.record} />
      </div>
      <div className="row-acts">
        {line.disputed && <Tag color="orange">{text.scores.disputed}</Tag>}
        {props.onDecide !== undefined && (
          <Button size="small" onClick={props.onDecide}>
            {text.scores.decide}
          </Button>
        )}
      </div>
    </div>
  )
}
