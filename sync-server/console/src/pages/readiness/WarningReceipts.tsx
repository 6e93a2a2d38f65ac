import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useText } from '../../text/language'
import { peopleQuery } from '../../api/people'

interface Delivery {
  in_time: string[]
  late: string[]
  missing: string[]
  households: number
  unreachable: number
}

/** Who has a warning: in time, late, not at all. */
export function WarningReceipts({ number }: { number: string }) {
  const text = useText()
  const manages = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: manages }).data ?? []
  const receipts = useQuery({
    queryKey: ['receipts', number],
    queryFn: async (): Promise<Delivery> =>
      (await take(
        api.GET('/api/v1/warnings/{number}/receipts', { params: { path: { number } } }),
      )) as unknown as Delivery,
    retry: false,
  })
  const data = receipts.data
  const name = (id: string): string => people.find((one) => one.id === id)?.name ?? id.slice(0, 8)
  if (data === undefined) return <ErrorNote problem={receipts.error} onRetry={() => void receipts.refetch()} />
  return (
    <>
      <Tiles
        items={[
          [text.readiness.inTime, data.in_time.length],
          [text.readiness.late, data.late.length, 'warm'],
          [text.readiness.missing, data.missing.length, 'hot'],
          [text.readiness.households, data.households],
          [text.readiness.unreachable, data.unreachable],
        ]}
      />
      {[
        { title: text.readiness.missing, ids: data.missing },
        { title: text.readiness.late, ids: data.late },
      ]
        .filter((part) => part.ids.length > 0)
        .map((part) => (
          <Panel key={part.title} title={part.title}>
            <ul className="names">
              {part.ids.map((id) => (
                <li key={id}>{name(id)}</li>
              ))}
            </ul>
          </Panel>
        ))}
    </>
  )
}
