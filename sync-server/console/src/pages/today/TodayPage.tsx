import { useQuery } from '@tanstack/react-query'
import { Skeleton, Table } from 'antd'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { listPage } from '../../api/lists'
import { take } from '../../api/problem'
import { meQuery, summaryQuery } from '../../api/queries'
import type { ListItem } from '../../api/types'
import { mayDo } from '../../app/menu'
import { weekAfter } from '../../logic/due'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { hazardColumns } from '../../parts/columns'
import { PageHead } from '../../parts/PageHead'
import { Panel } from '../../parts/Panel'
import { Nothing } from '../../parts/Nothing'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { peopleQuery } from '../../api/people'
import { waitsApart } from '../../logic/waitsApart'
import { silentDevices } from '../../logic/silentDevices'
import { endingCredentials } from '../../logic/credentials'
import { AnnulledEscalations } from './AnnulledEscalations'
import { CasesDue } from './CasesDue'
import { Tile } from './Tile'
import { ToConfirm } from './ToConfirm'

const SHOWN = 25

/** What needs this person, the nearest deadline first. */
export default function TodayPage() {
  const text = useText()
  const word = useWord()
  const me = useQuery(meQuery).data
  const summary = useQuery(summaryQuery)
  const now = summary.data?.now
  const due = useQuery({
    queryKey: ['list', 'hazards', 'due', now === undefined ? 0 : weekAfter(now)],
    queryFn: () => listPage('hazards', { due_before: String(weekAfter(now ?? 0)), open: 'true', limit: '50' }),
    enabled: now !== undefined,
  })
  const mayAdmit = mayDo(me, ['quarantine_admit'])
  const apart = useQuery({
    queryKey: ['quarantine'],
    queryFn: () => take(api.GET('/api/v1/quarantine')),
    enabled: mayAdmit,
  })
  const managesPeople = mayDo(me, ['person_manage'])
  const mayTell = mayDo(me, ['device_manage']) && managesPeople
  const people = useQuery({ ...peopleQuery, enabled: managesPeople })
  if (summary.data === undefined) {
    return (
      <div className="page">
        <ErrorNote problem={summary.error} onRetry={() => void summary.refetch()} />
        {summary.error === null && <Skeleton active />}
      </div>
    )
  }
  const count = (kind: string, status: string): number =>
    summary.data.counts[kind]?.[status] ?? 0
  const all = (kind: string): number =>
    Object.entries(summary.data.counts[kind] ?? {})
      .filter(([status]) => status !== 'draft' && status !== 'withdrawn')
      .reduce((sum, [, n]) => sum + n, 0)
  const open = due.data?.items ?? []
  const hazardsOpen = all('rectification') - count('rectification', 'closed') - count('rectification', 'voided')
  return (
    <div className="page">
      <PageHead title={text.today.title} note={timeText(summary.data.now)} />
      <div className="tiles">
        {mayDo(me, ['accepted']) && (
          <Tile to="/review" name={text.today.toReview} value={summary.data.to_review} warm />
        )}
        <Tile to="/hazards?overdue=1" name={text.today.overdue} value={summary.data.past_due} hot />
        <Tile to="/hazards?week=1" name={text.today.dueWeek} value={summary.data.due_week} warm />
        <Tile
          to="/hazards?status=under_review"
          name={text.today.suspected}
          value={count('rectification', 'under_review')}
          hot
        />
        <Tile
          to="/hazards?status=fixed_pending_check"
          name={text.today.fixedPending}
          value={count('rectification', 'fixed_pending_check')}
        />
        <Tile
          to="/hazards?status=rechecking"
          name={text.today.rechecking}
          value={count('rectification', 'rechecking')}
        />
        <Tile
          to="/hazards?status=extension_pending"
          name={text.today.extension}
          value={count('rectification', 'extension_pending')}
        />
        <Tile
          to="/review?status=returned"
          name={text.today.returned}
          value={count('inspection', 'returned')}
        />
        <Tile to="/review?awaiting=1" name={text.today.awaitingVisits} value={summary.data.awaiting_visits} />
        <Tile to="/hazards?awaiting=1" name={text.today.awaitingHazards} value={summary.data.awaiting_hazards} />
        {mayAdmit && (
          <Tile
            to="/admin/quarantine"
            name={text.today.quarantined}
            value={waitsApart(apart.data ?? [])}
            hot
          />
        )}
        {mayTell && (
          <Tile
            to="/admin/devices?silent=1"
            name={text.today.silent}
            value={silentDevices(people.data ?? [], summary.data.now)}
          />
        )}
        {managesPeople && (
          <Tile
            to="/admin/credentials?ending=1"
            name={text.today.credentials}
            value={endingCredentials(people.data ?? [])}
            warm
          />
        )}
      </div>
      <ToConfirm />
      <AnnulledEscalations />
      <Panel title={text.today.byDeadline} extra={<span className="note">{text.today.byDeadlineHint}</span>}>
        <ErrorNote problem={due.error} onRetry={() => void due.refetch()} />
        <Table<ListItem>
          rowKey="id"
          size="small"
          loading={due.isPending}
          columns={hazardColumns(text, word).slice(0, 5)}
          dataSource={open.slice(0, SHOWN)}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing words={text.today.allDone} /> }}
        />
        {(open.length > SHOWN || due.data?.next != null) && (
          <p className="note">
            {text.today.byDeadlineMore(SHOWN)} <Link to="/hazards?overdue=1">{text.today.overdue}</Link>{' '}
            <Link to="/hazards?week=1">{text.today.dueWeek}</Link>
          </p>
        )}
      </Panel>
      <CasesDue counts={summary.data.counts} now={summary.data.now} />
      <div className="tiles">
        <Tile to="/premises?status=active" name={text.today.premises} value={count('premises', 'active')} />
        <Tile to="/review?status=accepted" name={text.today.inspections} value={count('inspection', 'accepted')} />
        <Tile to="/hazards?open=1" name={text.today.openHazards} value={hazardsOpen} />
        <Tile to="/hazards?status=closed" name={text.today.closed} value={count('rectification', 'closed')} />
      </div>
    </div>
  )
}
