import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton, Table, Tag } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { ActionPanel } from '../../actions/ActionPanel'
import { openHazards } from '../../actions/forms'
import { meQuery, recordQuery, useReference } from '../../api/queries'
import { useStore } from '../../api/store'
import type { ListItem } from '../../api/types'
import { mayDo } from '../../app/menu'
import { placeOf } from '../../logic/distance'
import { hazardColumns } from '../../parts/columns'
import { Contacts } from '../../parts/Contacts'
import { Conflicts } from '../../parts/Conflicts'
import { ErrorNote } from '../../parts/ErrorNote'
import { FieldEdits } from '../../parts/FieldEdits'
import { FileLink } from '../../parts/FileLink'
import { HistoryTimeline } from '../../parts/HistoryTimeline'
import { PageHead } from '../../parts/PageHead'
import { Panel } from '../../parts/Panel'
import { PaperLinks } from '../../parts/PaperLinks'
import { PhotoGrid } from '../../parts/PhotoGrid'
import { categoryWord } from '../../parts/premisesColumns'
import { StatusTag } from '../../parts/StatusTag'
import { useDatedName } from '../../parts/useDatedName'
import { language, useText } from '../../text/language'
import { useWord } from '../../text/words'
import { FileFacts } from './FileFacts'
import { Grading } from './Grading'
import { MoveDialog } from './MoveDialog'
import { OlderVisits } from './OlderVisits'
import { SelfChecks } from './SelfChecks'
import { Visits } from './Visits'

const OVER = ['closed', 'demolished', 'merged']

/** One premises, one file: what it is, who visited and what they found, and its hazards. */
export default function PremisesPage() {
  const text = useText()
  const word = useWord()
  const of = useStore(language)
  const { id = '' } = useParams()
  const reference = useReference()
  const record = useQuery(recordQuery(id))
  const manages = mayDo(useQuery(meQuery).data, ['grid_manage'])
  const named = useDatedName()
  const [moving, setMoving] = useState(false)
  const card = record.data
  if (card === undefined) {
    return (
      <div className="page">
        <ErrorNote problem={record.error} onRetry={() => void record.refetch()} />
        {record.error === null && <Skeleton active />}
      </div>
    )
  }
  const hazards = card.related.filter((item) => item.kind === 'rectification')
  const open = openHazards(card).length
  const visits = card.related.filter((item) => item.kind !== 'rectification')
  const stopUses = card.related.filter((item) => card.stop_uses.includes(item.id))
  return (
    <div className="page">
      <PageHead
        title={card.title}
        note={`${categoryWord(reference, of, card.category)} · ${card.detail}`}
      >
        <StatusTag kind={card.kind} status={card.status} />
        {OVER.includes(card.status) && open > 0 && <Tag color="red">{text.premises.stillOpen(open)}</Tag>}
        {manages && <Button onClick={() => setMoving(true)}>{text.premises.moveShort}</Button>}
        <FileLink button="middle" href={`/api/v1/evidence/${card.id}`} name={named(`${text.paper.evidence}-${card.title}`, 'wge')}>
          {text.paper.evidence}
        </FileLink>
      </PageHead>
      {moving && <MoveDialog id={card.id} name={card.title} onClose={() => setMoving(false)} />}
      <Conflicts conflicts={card.conflicts} />
      <div className="columns">
        <div>
          {stopUses.length > 0 && (
            <Panel title={text.premises.stopUses}>
              <Visits items={stopUses} />
            </Panel>
          )}
          <Panel title={text.premises.hazards}>
            <Table<ListItem>
              rowKey="id"
              size="small"
              pagination={false}
              scroll={{ x: 'max-content' }}
              columns={hazardColumns(text, word).filter((_, index) => index !== 1)}
              dataSource={hazards}
              locale={{ emptyText: <span className="note">{text.premises.noHazards}</span> }}
            />
            {card.related_next?.['rectification'] !== undefined && (
              <OlderVisits premises={card.id} kind="rectification" after={card.related_next['rectification']} />
            )}
          </Panel>
          <Panel title={text.premises.visits}>
            <Visits items={visits} />
            {Object.entries(card.related_next ?? {})
              .filter(([kind]) => kind !== 'rectification')
              .map(([kind, after]) => (
                <OlderVisits key={kind} premises={card.id} kind={kind} after={after} />
              ))}
          </Panel>
          <SelfChecks premises={card.id} />
          {card.photos.length > 0 && (
            <Panel title={text.review.photos}>
              <PhotoGrid photos={card.photos} premises={placeOf(card.content)} />
            </Panel>
          )}
        </div>
        <div>
          <ActionPanel card={card} />
          <Panel title={text.premises.file} extra={<PaperLinks record={card.id} papers={['dossier']} />}>
            <FileFacts content={card.content} />
            <Contacts card={card} />
          </Panel>
          {card.grading != null && <Grading grading={card.grading} />}
          <Panel title={text.review.history}>
            <HistoryTimeline kind={card.kind} history={card.history} />
          </Panel>
          <FieldEdits edits={card.edits} />
        </div>
      </div>
    </div>
  )
}
