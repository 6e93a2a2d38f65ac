import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { PagedRecords } from '../../parts/PagedRecords'
import { Panel } from '../../parts/Panel'
import { percentText } from '../../logic/percent'
import { useText } from '../../text/language'

/** What a sample has shown: how many closings were true. */
export function SampleTruth({ sample }: { sample: string }) {
  const text = useText()
  const truth = useQuery({
    queryKey: ['truth', sample],
    queryFn: () => take(api.GET('/api/v1/records/{record}/truth', { params: { path: { record: sample } } })),
    retry: false,
  })
  const data = truth.data
  return (
    <Panel title={text.lists.truth}>
      <ErrorNote problem={truth.error} onRetry={() => void truth.refetch()} />
      {data !== undefined && (
        <>
          <Facts
            rows={[
              [text.lists.truth, percentText(data.basis_points)],
              [text.lists.drawn, String(data.drawn)],
              [text.lists.lookedAt, String(data.looked_at)],
              [text.lists.trueClosings, String(data.true_closings)],
            ]}
          />
          {[
            { title: text.lists.untrue, ids: data.untrue },
            { title: text.lists.waiting, ids: data.waiting },
          ]
            .filter((part) => part.ids.length > 0)
            .map((part) => (
              <section key={part.title} className="gap-above">
                <h3 className="month">
                  {part.title} {part.ids.length}
                </h3>
                <PagedRecords ids={part.ids} />
              </section>
            ))}
        </>
      )}
    </Panel>
  )
}
