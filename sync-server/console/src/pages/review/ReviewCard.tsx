import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Skeleton, Space, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAct } from '../../api/act'
import { recordQuery, useReference } from '../../api/queries'
import type { ActResult } from '../../api/types'
import { photosInOrder, textOf } from '../../logic/answers'
import { placeOf } from '../../logic/distance'
import { isClockFlagged } from '../../logic/clock'
import { ClockTag } from '../../parts/ClockTag'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { Conflicts } from '../../parts/Conflicts'
import { FieldEdits } from '../../parts/FieldEdits'
import { Flags } from '../../parts/Flags'
import { HistoryTimeline } from '../../parts/HistoryTimeline'
import { Panel } from '../../parts/Panel'
import { PhotoGrid } from '../../parts/PhotoGrid'
import { useDraft } from '../../parts/useDraft'
import { RecordLink } from '../../parts/RecordLink'
import { StatusTag } from '../../parts/StatusTag'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'
import { useOwnKey } from '../../ownkey/useOwnKey'
import { Answers } from './Answers'
import { ReturnContact } from './ReturnContact'
import { ReturnDialog } from './ReturnDialog'
import { useKeys } from './useKeys'
import { VisitFacts } from './VisitFacts'

/** One inspection as the worker saw it, with what is odd about it, and the decision. */
export function ReviewCard(props: {
  id: string
  onNext: () => void
  onPrevious: () => void
  onDecided: () => void
}) {
  const text = useText()
  const reason = useReason()
  const words = useProblemWords()
  const { message } = App.useApp()
  const reference = useReference()
  const record = useQuery(recordQuery(props.id))
  const card = record.data
  const premises = useQuery({ ...recordQuery(card?.premises ?? ''), enabled: card?.premises != null })
  const act = useAct(props.id)
  const [returning, setReturning] = useState(false)
  const draft = useDraft(props.id, 'returned')
  const key = useOwnKey()
  const may = (action: string): boolean =>
    card !== undefined &&
    (card.allowed_actions.includes(action) ||
      (key !== null && card.own_key_actions.includes(action)))
  const done = (result: ActResult, said: string): void => {
    if (!result.applied) {
      void message.error(`${text.problem.noEffect}：${reason(result.reason)}`)
      return
    }
    void message.success(said)
    setReturning(false)
    props.onDecided()
  }
  const failed = (problem: unknown): void => void message.error(words(problem))
  const version = card?.submitted ?? card?.version
  const accept = (): void => {
    if (!may('accepted') || act.isPending) return
    act.mutate(
      { accepted: { version } },
      { onSuccess: (result) => done(result, text.review.accepted), onError: failed },
    )
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
            <Button type="primary" loading={act.isPending} onClick={accept}>
              {text.review.accept}
            </Button>
          )}
        </Space>
      </div>
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
        busy={act.isPending}
        onCancel={() => setReturning(false)}
        onReturn={(reasons) =>
          act.mutate(
            { returned: { version, reasons } },
            {
              onSuccess: (result) => {
                if (result.applied) draft.drop()
                done(result, text.review.returnedDone)
              },
              onError: failed,
            },
          )
        }
      />
    </>
  )
}
