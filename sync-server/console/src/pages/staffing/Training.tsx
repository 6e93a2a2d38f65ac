import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { dayText } from '../../logic/time'
import { DayPick } from '../../parts/DayPick'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useNow } from '../../parts/useNow'
import { percentText } from '../../logic/percent'
import { useText } from '../../text/language'

/** How many grid workers are trained between two days, and who is still due. */
export function Training() {
  const text = useText()
  const now = useNow()
  const today = now === undefined ? '' : dayText(now)
  const [first, setFirst] = useState('')
  const [last, setLast] = useState('')
  const from = first === '' && today !== '' ? `${today.slice(0, 4)}-01-01` : first
  const until = last === '' ? today : last
  const coverage = useQuery({
    queryKey: ['training', from, until],
    queryFn: () => take(api.GET('/api/v1/training/coverage', { params: { query: { from, until } } })),
    enabled: from !== '' && until !== '',
    retry: false,
  })
  const data = coverage.data
  // The description gives two different schemas one name; this is what is answered.
  const due = (data?.due ?? []) as unknown as { user: string; name: string }[]
  return (
    <>
      <p className="note">{text.staffing.trainingHint}</p>
      <div className="filters">
        <DayPick label={text.staffing.from} value={from} onChange={setFirst} />
        <DayPick label={text.staffing.until} value={until} onChange={setLast} />
      </div>
      <ErrorNote problem={coverage.error} onRetry={() => void coverage.refetch()} />
      {data !== undefined && (
        <>
          <Tiles
            items={[
              [text.staffing.workers, data.workers],
              [text.staffing.trained, data.trained],
              [text.staffing.rate, percentText(data.rate)],
              [text.staffing.certified, data.certified],
            ]}
          />
          <Panel title={`${text.staffing.due} ${String(due.length)}`}>
            {due.length === 0 ? (
              <span className="note">{text.staffing.allTrained}</span>
            ) : (
              <ul className="names">
                {due.map((one) => (
                  <li key={one.user}>{one.name}</li>
                ))}
              </ul>
            )}
          </Panel>
        </>
      )}
    </>
  )
}
