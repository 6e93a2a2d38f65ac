import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Skeleton, Space, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { recordQuery, useReference } from '../../api/queries'
import { photosInOrder, textOf } from '../../logic/answers'
import { placeOf } from '../../logic/distance'
import { isClockFlagged } from '../../logic/clock'
import { ClockTag } from '../../parts/ClockTag'
import { ErrorNote } from '../../parts/ErrorNote'
import { Conflicts } from '../../parts/Conflicts'
import { FieldEdits } from '../../parts/FieldEdits'
import { Flags } from '../../parts/Flags'
import { HistoryTimeline } from '../../parts/HistoryTimeline'
import { Panel } from '../../parts/Panel'
import { PhotoGrid } from '../../parts/PhotoGrid'
import { useDraft } from '../../parts/useDraft'
import { RecordLink } from '../../parts/RecordLink'
import { StatusTag } from '../../parts/StatusTag'
import { useText } from '../../text/language'
import { useStatusWord } from '../../text/words'
import { useOwnKey } from '../../ownkey/useOwnKey'
import { Answers } from './Answers'
import { ReturnContact } from './ReturnContact'
import { ReturnDialog } from './ReturnDialog'
import type { Decision } from './useDecisions'
import { useKeys } from './useKeys'
import { VisitFacts } from './VisitFacts'

/** One inspection as the worker saw it, with what is odd about it, and the decision. */
export function ReviewCard(props: {
  id: string
  /** A decision on it waits for its answer. */
  isUnderWay: boolean
  onNext: () => void
  onPrevious: () => void
  onDecide: (decision: Decision) => Promise<boolean>
}) {
  const text = useText()
  const statusOf = useStatusWord()
  const { message } = App.useApp()
  const reference = useReference()
  const record = useQuery(recordQuery(props.id))
  const card = record.data
  const premises = useQuery({ ...recordQuery(card?.premises ?? ''), enabled: card?.premises != null })
  const [returning, setReturning] = useState(false)
  const draft = useDraft(props.id, 'returned')
  const key = useOwnKey()
  const may = (action: string): boolean =>
    card !== undefined &&
    (card.allowed_actions.includes(action) ||
      (key !== null && card.own_key_actions.includes(action)))
  const now = card === undefined ? undefined : { status: card.status, version: card.submitted ?? card.version }
  // What was read, and not what came in meanwhile, is what the decision is on.
  const [read, setRead] = useState<typeof now>()
  if (read === undefined && now !== undefined && !record.isFetching) setRead(now)
  const seen = read ?? now
  const isRewritten = JSON.stringify(seen?.version) !== JSON.stringify(now?.version)
  const isElsewhere = seen?.status !== now?.status
  const accept = (): void => {
    if (card === undefined || !may('accepted') || props.isUnderWay) return
    if (isRewritten) void message.warning(text.hazard.version)
    else void props.onDecide({ card, event: { accepted: { version: seen?.version } }, said: text.review.accepted })
  }
  useKeys({ a: accept, r: () => may('returned') && setReturning(true) })
  if (card === undefined) {
    return (
      <>
        <ErrorNote problem={record.error} onRetry={() => void record.refetch()} />
        {record.error === null && <Skeleton active />}
      </>
    )
  }
  const list = reference?.checklists.find((one) => one.code === textOf(card.content['checklist']))
  const place = placeOf(premises.data?.content)
  const missing = card.photos.filter((photo) => !photo.shown).length
  const question = (item: string | null | undefined): string => {
    const found = list?.items.find((one) => one.id === item)
    return found === undefined ? (item ?? '') : `${found.id} ${found.question}`
  }
  return (
    <>
      <div className="review-bar">
        <h1>
          {card.premises == null ? (
            card.premises_name
          ) : (
            <Link to={`/premises/${card.premises}`}>{card.premises_name}</Link>
          )}{' '}
          <StatusTag kind={card.kind} status={card.status} />
          <ClockTag history={card.history} />
        </h1>
        <Space wrap>
          <span className="note review-keys">{text.review.keys}</span>
          <Button onClick={props.onPrevious}>{text.review.previous}</Button>
          <Button onClick={props.onNext}>{text.review.next}</Button>
          {may('returned') && (
            <Button danger onClick={() => setReturning(true)}>
              {text.review.return}
            </Button>
          )}
          {may('accepted') && (
            <Button type="primary" loading={props.isUnderWay} onClick={accept}>
              {text.review.accept}
            </Button>
          )}
        </Space>
      </div>
      {(isElsewhere || isRewritten) && !props.isUnderWay && (
        <Alert
          type="warning"
          role="status"
          className="gap-below"
          title={isElsewhere && card.status !== 'submitted' ? text.review.elsewhere : text.review.changed}
          description={isElsewhere ? statusOf(card.kind, card.status) : undefined}
          action={
            <Button size="small" onClick={() => setRead(now)}>
              {text.review.haveSeen}
            </Button>
          }
        />
      )}
      <Conflicts conflicts={card.conflicts} checklist={list} />
      {missing > 0 && (
        <Alert type="info" title={text.review.photoMissing(missing)} className="gap-below" />
      )}
      {card.return_reasons.length > 0 && (
        <Alert
          type="warning"
          className="gap-below"
          title={
            <>
              {text.review.previousReturn} <ReturnContact card={card} />
            </>
          }
          description={card.return_reasons.map((reason, index) => (
            <div key={String(index)}>
              {reason.item != null && <Tag>{question(reason.item)}</Tag>}
              {reason.text}
            </div>
          ))}
        />
      )}
      <div className="columns">
        <div>
          <Panel title={text.review.photos}>
            <PhotoGrid
              photos={photosInOrder(card.photos, card.content)}
              premises={place}
              clockFlagged={isClockFlagged(card.history)}
              labelOf={(photo) => question(photo.item)}
            />
          </Panel>
          <Answers content={card.content} checklist={list} conflicts={card.conflicts} />
        </div>
        <div>
          <VisitFacts card={card} checklist={list} premises={place} />
          <Panel title={text.review.hazards}>
            {card.related.length === 0 && <span className="note">{text.review.noHazards}</span>}
            {card.related.map((item) => (
              <div key={item.id} className="answer" style={{ gridTemplateColumns: '1fr max-content' }}>
                <div>
                  <RecordLink item={item} />
                  <div className="cell-sub">
                    {item.detail} <Flags item={item} />
                  </div>
                </div>
                <StatusTag kind={item.kind} status={item.status} />
              </div>
            ))}
          </Panel>
          <Panel title={text.review.history}>
            <HistoryTimeline kind={card.kind} history={card.history} />
          </Panel>
          <FieldEdits edits={card.edits} />
        </div>
      </div>
      <ReturnDialog
        open={returning}
        card={card}
        checklist={list}
        draft={draft}
        busy={props.isUnderWay}
        onCancel={() => setReturning(false)}
        onReturn={(reasons) => {
          const event = { returned: { version: seen?.version, reasons } }
          void props.onDecide({ card, event, said: text.review.returnedDone }).then((isDone) => {
            if (!isDone) return
            draft.drop()
            setReturning(false)
          })
        }}
      />
    </>
  )
}
