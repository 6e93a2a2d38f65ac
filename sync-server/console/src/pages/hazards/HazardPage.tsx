import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { Link, useParams } from 'react-router'
import { ActionPanel } from '../../actions/ActionPanel'
import { recordQuery, useReference } from '../../api/queries'
import { textOf } from '../../logic/answers'
import { placeOf } from '../../logic/distance'
import { timeText } from '../../logic/time'
import { isClockFlagged } from '../../logic/clock'
import { ClockTag } from '../../parts/ClockTag'
import { DueTag } from '../../parts/DueTag'
import { Conflicts } from '../../parts/Conflicts'
import { Contacts } from '../../parts/Contacts'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { FieldEdits } from '../../parts/FieldEdits'
import { Flags } from '../../parts/Flags'
import { HistoryTimeline } from '../../parts/HistoryTimeline'
import { LoopDiagram } from '../../parts/LoopDiagram'
import { PageHead } from '../../parts/PageHead'
import { Panel } from '../../parts/Panel'
import { PaperLinks } from '../../parts/PaperLinks'
import { PhotoGrid } from '../../parts/PhotoGrid'
import { StatusTag } from '../../parts/StatusTag'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

const ENDED = ['closed', 'voided', 'withdrawn']
const LATER = ['after', 'recheck']

/** A hazard with its whole loop: what, who, by when, photos before and after, papers, acts. */
export default function HazardPage() {
  const text = useText()
  const word = useWord()
  const { id = '' } = useParams()
  const reference = useReference()
  const record = useQuery(recordQuery(id))
  const card = record.data
  const premises = useQuery({ ...recordQuery(card?.premises ?? ''), enabled: card?.premises != null })
  if (card === undefined) {
    return (
      <div className="page">
        <ErrorNote problem={record.error} onRetry={() => void record.refetch()} />
        {record.error === null && <Skeleton active />}
      </div>
    )
  }
  const { content } = card
  const table = reference?.lifecycles.find((one) => one.kind === 'rectification')
  const place = placeOf(premises.data?.content)
  const inspection = textOf(content['inspection'])
  const done = card.history.filter((it) => it.no_effect == null)
  const seen = new Set(done.map((it) => it.event))
  // The notice in force: one that was issued under review is the one over a hazard judged to be major.
  const notice = done.filter((it) => it.event === 'notice_issued').at(-1)
  const papers = [
    ...(notice === undefined ? [] : [notice.status === 'under_review' ? 'major_notice' : 'notice']),
    ...(seen.has('recheck_passed') || seen.has('recheck_failed') ? ['recheck'] : []),
    ...(seen.has('escalated') ? ['transfer'] : []),
  ]
  const who = card.responsible
  return (
    <div className="page">
      <PageHead title={card.title}>
        <Flags item={card} />
        <StatusTag kind={card.kind} status={card.status} />
        <ClockTag history={card.history} />
      </PageHead>
      <Conflicts conflicts={card.conflicts} />
      <div className="columns">
        <div>
          <ActionPanel card={card} />
          <div className="pair">
            <Panel title={text.hazard.before}>
              <PhotoGrid
                photos={card.photos.filter((photo) => !LATER.includes(photo.stage))}
                premises={place}
                clockFlagged={isClockFlagged(card.history)}
              />
            </Panel>
            <Panel title={text.hazard.after}>
              <PhotoGrid
                photos={card.photos.filter((photo) => LATER.includes(photo.stage))}
                premises={place}
                clockFlagged={isClockFlagged(card.history)}
              />
            </Panel>
          </div>
          {table !== undefined && (
            <Panel
              title={text.hazard.loop}
              extra={<span className="note">{text.hazard.loopHint}</span>}
            >
              <LoopDiagram table={table} current={card.status} passed={card.history.map((it) => it.status)} />
            </Panel>
          )}
        </div>
        <div>
          <Panel title={text.hazard.details}>
            <Facts
              rows={[
                [
                  text.list.where,
                  card.premises == null ? (
                    card.premises_name
                  ) : (
                    <Link to={`/premises/${card.premises}`}>{card.premises_name}</Link>
                  ),
                ],
                [text.list.grid, `${card.village} · ${card.grid_name}`],
                [text.list.severity, word('severity', card.category)],
                [text.list.checklist, textOf(content['item'])],
                [word('field', 'source'), word('source', textOf(content['source']))],
                [word('field', 'part'), textOf(content['part'])],
                [word('field', 'rectification'), textOf(content['rectification'])],
                [
                  text.hazard.responsible,
                  who === null ? '' : `${who.unit} · ${who.leader} · ${who.person} ${who.phone ?? ''}`,
                ],
                [text.list.due, card.due == null ? '' : <DueTag due={card.due} done={ENDED.includes(card.status)} />],
                [text.list.number, card.number],
                [text.hazard.number, card.close_out_number ?? ''],
                [
                  text.form.to,
                  card.department === '' ? '' : (reference?.departments[card.department]?.zh ?? card.department),
                ],
                [text.list.at, timeText(card.at)],
                [
                  text.paper.inspection,
                  inspection === '' ? '' : <Link to={`/review/${inspection}`}>{text.open}</Link>,
                ],
              ]}
            />
            <Contacts card={card} />
          </Panel>
          {papers.length > 0 && (
            <Panel title={text.hazard.papers}>
              <PaperLinks record={card.id} papers={papers} />
            </Panel>
          )}
          <Panel title={text.hazard.timeline}>
            <HistoryTimeline kind={card.kind} history={card.history} />
          </Panel>
          <FieldEdits edits={card.edits} />
        </div>
      </div>
    </div>
  )
}
