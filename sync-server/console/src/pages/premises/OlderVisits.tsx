import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { Page } from '../../api/types'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { Visits } from './Visits'

/** The records of one kind that are older than those on the card, page by page. */
export function OlderVisits({ premises, kind, after }: { premises: string; kind: string; after: string }) {
  const text = useText()
  const word = useWord()
  const older = useInfiniteQuery({
    queryKey: ['related', premises, kind, after],
    queryFn: ({ pageParam }) =>
      take<Page>(
        api.GET('/api/v1/records/{record}/related', {
          params: { path: { record: premises }, query: { kind, after: pageParam } },
        }),
      ),
    initialPageParam: after,
    getNextPageParam: (page: Page) => page.next ?? undefined,
    enabled: false,
  })
  const items = older.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {items.length > 0 && <Visits items={items} />}
      <ErrorNote problem={older.error} onRetry={() => void older.fetchNextPage()} />
      {(older.data === undefined || older.hasNextPage) && (
        <div className="list-foot">
          <Button loading={older.isFetching} onClick={() => void older.fetchNextPage()}>
            {text.premises.older(word('kind', kind))}
          </Button>
        </div>
      )}
    </>
  )
}
