import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { useReference } from '../../api/queries'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { PageHead } from '../../parts/PageHead'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { FindNumber } from './FindNumber'
import { numberPlace } from './numberPlace'
import { VoidNumbers } from './VoidNumbers'

/** Every document number of a series: none is missing, and void ones say why. */
export default function NumbersPage() {
  const text = useText()
  const [chosen, setChosen] = useState<string>()
  const series = useQuery({
    queryKey: ['numbers'],
    queryFn: () => take(api.GET('/api/v1/numbers')),
  })
  const named = (series.data ?? []).map((one) => ({
    ...one,
    value: `${one.issuer}/${one.document}/${String(one.year)}`,
  }))
  const shown = named.find((one) => one.value === chosen) ?? named[0]
  const lines = useInfiniteQuery({
    queryKey: ['numbers', shown?.value],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/numbers/{issuer}/{document}/{year}', {
          params: {
            path: {
              issuer: shown?.issuer ?? '',
              document: shown?.document ?? '',
              year: shown?.year ?? 0,
            },
            query: { after: pageParam },
          },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    enabled: shown !== undefined,
  })
  const words: Record<string, string> = text.numbers.void
  const voidText = (reason: string, by?: string | null, unserved?: boolean): string => {
    if (by == null) return words[reason] ?? reason
    return unserved === true ? text.numbers.replacedUnserved(by) : text.numbers.replaced(by)
  }
  const reference = useReference()
  return (
    <div className="page">
      <PageHead title={text.numbers.title} />
      <p className="note">{text.numbers.hint}</p>
      <ErrorNote problem={series.error ?? lines.error} onRetry={() => void series.refetch()} />
      <Panel
        extra={
          <Select
            aria-label={text.numbers.series}
            style={{ minWidth: 240 }}
            value={shown?.value ?? null}
            onChange={(value) => setChosen(value ?? undefined)}
            options={named.map((one) => ({
              value: one.value,
              label: [
                String(one.year),
                reference?.documents[one.document]?.zh ?? one.document,
                reference?.issuers[one.issuer]?.zh ?? one.issuer,
              ].join(' · '),
            }))}
          />
        }
      >
        <Table
          rowKey="number"
          size="small"
          pagination={false}
          scroll={{ x: 'max-content' }}
          loading={series.isPending || (shown !== undefined && lines.isPending)}
          dataSource={lines.data?.pages.flatMap((page) => page.items) ?? []}
          locale={{ emptyText: <Nothing words={text.numbers.none} /> }}
          columns={[
            { title: text.numbers.number, dataIndex: 'number', width: 80 },
            {
              title: text.numbers.paper,
              render: (_, one) =>
                one.record == null ? one.text : <Link to={numberPlace(one.record, one.kind)}>{one.text}</Link>,
            },
            {
              title: text.numbers.givenAt,
              width: 150,
              render: (_, one) => (one.given_at == null ? '' : timeText(one.given_at)),
            },
            {
              title: text.numbers.state,
              width: 200,
              render: (_, one) =>
                one.void == null ? (
                  text.numbers.inForce
                ) : (
                  <Tag>{voidText(one.void, one.replaced_by, one.never_served)}</Tag>
                ),
            },
          ]}
        />
        {lines.hasNextPage && (
          <Button block loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
            {text.more}
          </Button>
        )}
      </Panel>
      <FindNumber />
      <VoidNumbers />
    </div>
  )
}
