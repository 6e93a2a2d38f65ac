import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

interface Vacancy {
  key: string
  grid: string
  zh: string
  people: number
  short: number
}

/** What is missing in the organization: teams, posts, grids without a worker. */
export function OrganizationGaps() {
  const text = useText()
  const grids = useQuery(gridsQuery).data ?? []
  const gaps = useQuery({
    queryKey: ['organization'],
    queryFn: () => take(api.GET('/api/v1/organization')),
    retry: false,
  })
  const name = (id: string): string => grids.find((one) => one.id === id)?.name ?? id
  const empty = grids.filter((one) => one.level === 'small' && one.members.length === 0)
  const vacancies = (gaps.data?.vacancies ?? []) as unknown as Vacancy[]
  return (
    <>
      <ErrorNote problem={gaps.error} onRetry={() => void gaps.refetch()} />
      <Panel title={text.map.gaps}>
        {empty.length === 0 ? <span className="note">{text.none}</span> : empty.map((one) => <Tag key={one.id}>{one.name}</Tag>)}
      </Panel>
      <Panel title={text.admin.organization}>
        {gaps.data?.villages.length === 0 && <span className="note">{text.none}</span>}
        {(gaps.data?.villages ?? []).map((one) => (
          <div key={one.village}>
            {one.name} <span className="note">{text.admin.missing}</span>{' '}
            {one.missing.map((it) => (
              <Tag key={it} color="orange">
                {text.admin.teamParts[it] ?? it}
              </Tag>
            ))}
          </div>
        ))}
      </Panel>
      <Panel title={text.admin.vacancies}>
        {gaps.data !== undefined && vacancies.length === 0 && <span className="note">{text.none}</span>}
        {vacancies.map((one) => (
          <div key={one.key}>
            {name(one.grid)} <span className="note">{text.admin.shortOf(one.zh, one.short, one.people)}</span>
          </div>
        ))}
      </Panel>
    </>
  )
}
