import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { Facts } from '../../parts/Facts'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

interface Comparison {
  compared: number
  agree: number
  missed: string[]
  over_reported: string[]
}

/** Each self-check of a premises beside the visit after it; nothing where there is none. */
export function SelfChecks({ premises }: { premises: string }) {
  const text = useText()
  const checks = useQuery({
    queryKey: ['self-checks', premises],
    queryFn: () => take(api.GET('/api/v1/self-checks/{premises}', { params: { path: { premises } } })),
    retry: false,
  })
  if (checks.data === undefined || checks.data.length === 0) return null
  return (
    <Panel title={text.lists.selfChecks}>
      {checks.data.map((one) => {
        const found = one.comparison as unknown as Comparison
        return (
          <div key={one.self_check} className="answer" style={{ gridTemplateColumns: '1fr' }}>
            <div className="row-acts">
              <Link to={`/review/${one.self_check}`}>{text.lists.selfCheck}</Link>
              <Link to={`/review/${one.visit}`}>{text.lists.visit}</Link>
              <span>{text.lists.compared(found.agree, found.compared)}</span>
            </div>
            <Facts
              rows={[
                [text.lists.missed, found.missed.join('、')],
                [text.lists.overReported, found.over_reported.join('、')],
              ]}
            />
          </div>
        )
      })}
    </Panel>
  )
}
