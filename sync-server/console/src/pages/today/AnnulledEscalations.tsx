import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

/** Cases that were handed on to this person's body and whose overdue mark was annulled since. */
export function AnnulledEscalations() {
  const text = useText()
  const told = useQuery({
    queryKey: ['annulled-escalations'],
    queryFn: () => take(api.GET('/api/v1/annulled-escalations')),
  })
  if (told.data?.length === 0) return null
  return (
    <Panel title={text.today.annulled} extra={<span className="note">{text.today.annulledHint}</span>}>
      <ErrorNote problem={told.error} onRetry={() => void told.refetch()} />
      {told.data?.map((one) => (
        <div key={one.hazard}>
          <Link to={`/hazards/${one.hazard}`}>
            {one.premises_name} · {one.title}
          </Link>{' '}
          <span className="num">{one.number}</span>
          <div className="cell-sub">
            {text.today.annulledWhy(
              one.by ?? '',
              one.done_at == null ? '—' : timeText(one.done_at),
              one.due == null ? '—' : timeText(one.due),
              timeText(one.annulled_at),
            )}
            {one.on_behalf && ` · ${text.form.onBehalf}`}
            {one.note !== '' && ` · ${one.note}`}
          </div>
        </div>
      ))}
    </Panel>
  )
}
