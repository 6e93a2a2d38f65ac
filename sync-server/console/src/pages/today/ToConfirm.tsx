import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { pathOf } from '../../logic/recordPath'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

/** What others entered with this person as the second one, and waits for their own word. */
export function ToConfirm() {
  const text = useText()
  const word = useWord()
  const waiting = useQuery({
    queryKey: ['to-confirm'],
    queryFn: () => take(api.GET('/api/v1/to-confirm')),
  })
  const acts = waiting.data ?? []
  if (acts.length === 0 && waiting.error === null) return null
  return (
    <Panel title={text.today.toConfirm(acts.length)} extra={<span className="note">{text.today.toConfirmHint}</span>}>
      <ErrorNote problem={waiting.error} onRetry={() => void waiting.refetch()} />
      {acts.map((one) => (
        <div key={one.record}>
          <Link to={pathOf(one.kind, one.record)}>
            {[word('kind', one.kind), one.premises_name, one.title].filter((part) => part !== '').join(' · ')}
          </Link>{' '}
          <span className="num">{one.number}</span>
          <div className="cell-sub">{text.today.toConfirmBy(one.by, word('event', one.event), timeText(one.at))}</div>
        </div>
      ))}
    </Panel>
  )
}
