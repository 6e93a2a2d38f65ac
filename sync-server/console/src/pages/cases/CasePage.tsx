import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState, type ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { ActionPanel } from '../../actions/ActionPanel'
import { meQuery, recordQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import type { AskedField, Lifecycle } from '../../api/reference'
import { textOf } from '../../logic/answers'
import { casePapers } from '../../logic/casePapers'
import { isClockFlagged } from '../../logic/clock'
import { placeOf } from '../../logic/distance'
import { stepNeeds } from '../../logic/stepNeeds'
import { useOwnKey } from '../../ownkey/useOwnKey'
import { ClockTag } from '../../parts/ClockTag'
import { Contacts } from '../../parts/Contacts'
import { DueTag } from '../../parts/DueTag'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { FieldEdits } from '../../parts/FieldEdits'
import { HistoryTimeline } from '../../parts/HistoryTimeline'
import { LoopDiagram } from '../../parts/LoopDiagram'
import { PageHead } from '../../parts/PageHead'
import { Panel } from '../../parts/Panel'
import { PaperLinks } from '../../parts/PaperLinks'
import { PhotoGrid } from '../../parts/PhotoGrid'
import { ReporterIdentity } from '../../parts/ReporterIdentity'
import { StatusTag } from '../../parts/StatusTag'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { CaseSteps } from './CaseSteps'
import { casesQuery } from './casesQuery'
import { SampleTruth } from './SampleTruth'
import { StepDialog } from './StepDialog'
import { StepValue } from './StepValue'

/** One case: its steps so far, what can be done next, and its table. */
export default function CasePage() {
  const text = useText()
  const word = useWord()
  const { id = '' } = useParams()
  const record = useQuery(recordQuery(id))
  const cases = useQuery(casesQuery).data
  const [step, setStep] = useState<string>()
  const key = useOwnKey()
  const me = useQuery(meQuery).data
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
  const table = cases?.tables.find((one) => one.kind === card.kind)
  const row = table?.rows.find((one) => one.event === step && one.from.includes(card.status))
  const isStep = (one: string): boolean => one.includes('.')
  const withKey = card.own_key_actions.filter(isStep)
  const steps = [...card.allowed_actions.filter(isStep), ...withKey]
  const named = (fields: Record<string, string>): [string, ReactNode][] =>
    Object.entries(fields).map(([name, value]) => {
      const field = askedField(table, name)
      return [
        field?.zh ?? word('field', name),
        <StepValue field={field} value={value} lists={cases?.lists ?? {}} />,
      ]
    })
  const place = placeOf(premises.data?.content)
  const papers = casePapers(card.steps)
  // What is no step of the register stands apart; without any the page says once that there is nothing.
  const hasMore = [...card.allowed_actions, ...card.own_key_actions].some((one) => !steps.includes(one))
  const cited = new Set(card.steps.flatMap((taken) => taken.photos))
  const others = card.photos.filter((photo) => !cited.has(photo.id))
  return (
    <div className="page">
      <PageHead title={card.title === '' ? word('kind', card.kind) : card.title}>
        <StatusTag kind={card.kind} status={card.status} />
        <ClockTag history={card.history} />
      </PageHead>
      <div className="columns">
        <div>
          <Panel title={text.cases.next}>
            {steps.length === 0 && <span className="note">{text.hazard.noActions}</span>}
            <div className="actions">
              {steps.map((one) => {
                const lacksKey = withKey.includes(one) && key === null
                return (
                  <Button
                    key={one}
                    disabled={lacksKey}
                    title={lacksKey ? text.ownKey.needed : undefined}
                    onClick={() => setStep(one)}
                  >
                    {word('event', one)}
                    {lacksKey ? `（${text.ownKey.neededShort}）` : ''}
                  </Button>
                )
              })}
            </div>
          </Panel>
          <Panel title={text.cases.steps}>
            <CaseSteps card={card} premises={place} named={named} />
          </Panel>
          {card.kind === 'sample' && <SampleTruth sample={card.id} />}
          {others.length > 0 && (
            <Panel title={text.review.photos}>
              <PhotoGrid photos={others} premises={place} clockFlagged={isClockFlagged(card.history)} />
            </Panel>
          )}
          {table !== undefined && (
            <Panel title={text.cases.table}>
              <LoopDiagram table={table} current={card.status} passed={card.history.map((it) => it.status)} />
            </Panel>
          )}
        </div>
        <div>
          <Panel title={word('kind', card.kind)}>
            <Facts
              rows={[
                [
                  text.list.where,
                  card.premises == null ? '' : <Link to={`/premises/${card.premises}`}>{card.premises_name}</Link>,
                ],
                [text.list.grid, card.grid_name],
                [text.list.number, card.number],
                [text.list.due, card.due == null ? '' : <DueTag due={card.due} />],
                ...Object.entries(card.content)
                  .filter(([key]) => !key.includes('/') && !['premises', 'parent', 'kind', 'title'].includes(key))
                  .map(([key, value]): [string, string] => [word('field', key), textOf(value)]),
              ]}
            />
            <Contacts card={card} />
          </Panel>
          {papers.length > 0 && (
            <Panel title={text.hazard.papers}>
              <PaperLinks record={card.id} papers={papers} />
            </Panel>
          )}
          {card.kind === 'report' && mayDo(me, ['reporter_identity']) && (
            <Panel title={text.reports.identity}>
              <ReporterIdentity subject={card.id} />
            </Panel>
          )}
          {hasMore && <ActionPanel card={card} skip={steps} />}
          <Panel title={text.review.history}>
            <HistoryTimeline kind={card.kind} history={card.history} />
          </Panel>
          <FieldEdits edits={card.edits} />
        </div>
      </div>
      {step !== undefined && (
        <StepDialog
          key={step}
          record={card}
          step={step}
          fields={row?.asks?.fields ?? []}
          needs={stepNeeds(row, cases?.deadlines ?? {})}
          known={(table?.rows ?? []).flatMap((one) => one.asks?.fields ?? [])}
          lists={cases?.lists ?? {}}
          onClose={() => setStep(undefined)}
        />
      )}
    </div>
  )
}

/** A field as the table asks for it. */
function askedField(table: Lifecycle | undefined, name: string): AskedField | undefined {
  const asked = (table?.rows ?? []).flatMap((row) => row.asks?.fields ?? [])
  return asked.find((field) => field.name === name)
}
