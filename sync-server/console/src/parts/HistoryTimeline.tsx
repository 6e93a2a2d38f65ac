import { Tag, Timeline } from 'antd'
import type { HistoryEntry } from '../api/types'
import { timeText } from '../logic/time'
import { useReason } from './useReason'
import { useText } from '../text/language'
import { useStatusWord, useWord } from '../text/words'

/** Everything that happened to a record, with who, when, and how sure that is. */
export function HistoryTimeline({ kind, history }: { kind: string; history: HistoryEntry[] }) {
  const text = useText()
  const word = useWord()
  const reason = useReason()
  const status = useStatusWord()
  /** A field of a step has no word in the other language: then the one of its table stands. */
  const saidLabel = (said: { field: string; label: string }) => {
    const known = word('said', said.field)
    return known === said.field ? said.label : known
  }
  const items = [...history].reverse().map((entry, index) => ({
    key: `${String(entry.seq ?? 'x')}-${String(index)}`,
    color: entry.no_effect == null ? 'blue' : 'gray',
    content: (
      <div>
        <div className="cell-main">
          {word('event', entry.event)}
          {entry.number != null && <span className="num"> · {entry.number}</span>}
          {entry.no_effect != null && (
            <Tag color="default">
              {text.history.noEffect}：{reason(entry.no_effect)}
            </Tag>
          )}
        </div>
        <div className="cell-sub">
          {entry.user}
          {entry.role != null && ` · ${word('role', entry.role)}`} · {timeText(entry.upper)} ·{' '}
          {status(kind, entry.status)}
        </div>
        {entry.words?.map((said, place) => (
          <div key={place} className="cell-sub">
            {saidLabel(said)}：{said.text}
          </div>
        ))}
        {entry.clock_flagged && (
          <div className="cell-sub">
            {text.history.claimed} {timeText(entry.claimed)} · {text.history.received} {timeText(entry.received_at)}
          </div>
        )}
        <div>
          {entry.attested_by_relay ? (
            <Tag>{text.history.attested}</Tag>
          ) : (
            <Tag color="green">{text.ownKey.signed}</Tag>
          )}
          {entry.clock_flagged && <Tag color="orange">{text.history.clock}</Tag>}
          {entry.timing === 'late' && <Tag color="red">{word('timing', 'late')}</Tag>}
        </div>
      </div>
    ),
  }))
  return <Timeline items={items} />
}
