import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Empty, Segmented, Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { listQuery } from '../../api/lists'
import { recordQuery } from '../../api/queries'
import type { ListItem, RecordCard } from '../../api/types'
import { followingOf, withOpened, type Stood } from '../../logic/reviewQueue'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'
import { useStatusWord } from '../../text/words'
import { QueueItem } from './QueueItem'
import { ReviewCard } from './ReviewCard'
import { useDecisions } from './useDecisions'
import { useKeys } from './useKeys'

/** How many of the next records are fetched before they are asked for. */
const AHEAD = 2
const STATUSES = ['submitted', 'returned', 'accepted']
/** Visits whose photos have not all arrived, whatever their status. */
const AWAITING = 'awaiting'

/**
 * Inspections one after the other, decided by keyboard. Which one is on screen stands in the address: what arrives
 * meanwhile, and what others decide, changes the queue beside it and not what is being read.
 */
export default function ReviewPage() {
  const text = useText()
  const word = useStatusWord()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id } = useParams()
  const [search, setSearch] = useSearchParams()
  const status = search.get('status') ?? 'submitted'
  const isAwaiting = search.get(AWAITING) === '1'
  const list = useInfiniteQuery(listQuery('inspections', isAwaiting ? { awaiting_photos: 'true' } : { status }))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const [decided, setDecided] = useState<string[]>([])
  const waiting = items.filter((item) => !decided.includes(item.id) || item.id === id)
  const [stood, setStood] = useState<Stood<ListItem>>()
  const place = waiting.findIndex((item) => item.id === id)
  const held = waiting[place]
  if (held !== undefined && (stood?.item !== held || stood.at !== place)) setStood({ item: held, at: place })
  const shown = withOpened(waiting, stood?.item.id === id ? stood : undefined)
  const at = shown.findIndex((item) => item.id === id)
  const go = (to: string | undefined): void => {
    if (to === undefined) void navigate(`/review?${search.toString()}`)
    else void navigate(`/review/${to}?${search.toString()}`)
  }
  const next = (): void => {
    if (at + 1 < shown.length) go(shown[at + 1]?.id)
    else if (list.hasNextPage) void list.fetchNextPage()
  }
  const previous = (): void => {
    if (at > 0) go(shown[at - 1]?.id)
  }
  useKeys({ j: next, k: previous })
  const ahead = shown.slice(at + 1, at + 1 + AHEAD).map((item) => item.id).join(',')
  useEffect(() => {
    for (const one of ahead.split(',').filter(Boolean)) {
      void client.fetchQuery(recordQuery(one)).then(fetchPhotos, () => undefined)
    }
  }, [ahead, client])
  // The first one is chosen once, from a list that is no longer being fetched, and then it stays.
  const first = shown[0]?.id
  const isChosen = id !== undefined || list.isPlaceholderData || list.isFetching
  const query = search.toString()
  useEffect(() => {
    if (!isChosen && first !== undefined) void navigate(`/review/${first}?${query}`, { replace: true })
  }, [isChosen, first, query, navigate])
  const latest = useRef({ id, shown })
  useEffect(() => {
    latest.current = { id, shown }
  })
  const { underWay, decide } = useDecisions((done) => {
    setDecided((before) => [...before, done])
    // Whoever went on before the answer came is left where they are.
    if (latest.current.id === done) go(followingOf(latest.current.shown, done)?.id)
  })
  return (
    <div className="review">
      <aside className="review-queue" aria-label={text.review.queue}>
        <h1>{text.review.title}</h1>
        <div style={{ padding: '0 14px 8px' }}>
          <Segmented
            size="small"
            value={isAwaiting ? AWAITING : status}
            options={[
              ...STATUSES.map((one) => ({ value: one, label: word('inspection', one) })),
              { value: AWAITING, label: text.review.awaiting },
            ]}
            onChange={(value) => {
              const chosen: Record<string, string> = value === AWAITING ? { [AWAITING]: '1' } : { status: value }
              setSearch(chosen)
              void navigate(`/review?${new URLSearchParams(chosen).toString()}`)
            }}
          />
        </div>
        <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
        {shown.map((item) => (
          <QueueItem
            key={item.id}
            item={item}
            current={item.id === id}
            onOpen={() => go(item.id)}
          />
        ))}
        {list.hasNextPage && (
          <div className="list-foot">
            <Button size="small" onClick={() => void list.fetchNextPage()}>
              {text.more}
            </Button>
          </div>
        )}
      </aside>
      <div className="review-card">
        {id !== undefined ? (
          <ReviewCard
            key={id}
            id={id}
            isUnderWay={underWay.includes(id)}
            onNext={next}
            onPrevious={previous}
            onDecide={decide}
          />
        ) : list.isPending || shown.length > 0 ? (
          <Skeleton active />
        ) : (
          <Empty
            description={status === 'submitted' && !isAwaiting ? text.review.empty : text.nothing}
            style={{ marginTop: 80 }}
          >
            {status === 'submitted' && !isAwaiting && <span className="note">{text.review.emptyHint}</span>}
          </Empty>
        )}
      </div>
    </div>
  )
}

/** Asks for the photos of a record, so that they are there when it is opened. */
function fetchPhotos(card: RecordCard): void {
  for (const photo of card.photos) {
    const view = photo.shown ? photo.blobs['view'] : undefined
    if (view !== undefined) new Image().src = `/api/v1/blobs/${view}`
  }
}
