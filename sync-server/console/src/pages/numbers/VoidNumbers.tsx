import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Table, Tag } from 'antd'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { numberPlace } from './numberPlace'

/** Provisional numbers whose act had no effect, each with the reason. */
export function VoidNumbers() {
  const text = useText()
  const found = useInfiniteQuery({
    queryKey: ['numbers', 'void'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/numbers/void', { params: { query: { after: pageParam } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  return (
    <Panel title={text.numbers.provisional}>
      <p className="note">{text.numbers.provisionalHint}</p>
      <ErrorNote problem={found.error} onRetry={() => void found.refetch()} />
      <Table
        rowKey="text"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        loading={found.isPending}
        dataSource={found.data?.pages.flatMap((page) => page.items) ?? []}
        locale={{ emptyText: <Nothing words={text.numbers.noneVoid} /> }}
        columns={[
          {
            title: text.numbers.paper,
            render: (_, one) =>
              one.record == null ? one.text : <Link to={numberPlace(one.record, one.kind)}>{one.text}</Link>,
          },
          {
            title: text.numbers.receivedAt,
            width: 150,
            render: (_, one) => (one.received_at == null ? '' : timeText(one.received_at)),
          },
          { title: text.numbers.why, render: (_, one) => <Tag>{one.why}</Tag> },
        ]}
      />
      {found.hasNextPage && (
        <Button block loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </Panel>
  )
}
