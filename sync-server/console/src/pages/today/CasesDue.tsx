import { useQueries, useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { listPage, type ListName } from '../../api/lists'
import { ApiProblem } from '../../api/problem'
import type { ListItem } from '../../api/types'
import { byDeadline, tablesWithOpen, type Counts } from '../../logic/casesDue'
import { weekAfter } from '../../logic/due'
import { DueTag } from '../../parts/DueTag'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { RecordLink } from '../../parts/RecordLink'
import { StatusTag } from '../../parts/StatusTag'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { casesQuery } from '../cases/casesQuery'

/** A register of daily checks must not push the others off the page. */
const OF_EACH = 5

/**
 * Cases with a deadline that is near or past. One short list of each register in which anything
 * stands open, and no more: however many cases there are, the page asks the same.
 */
export function CasesDue({ counts, now }: { counts: Counts; now: number }) {
  const text = useText()
  const word = useWord()
  const tables = useQuery(casesQuery).data?.tables ?? []
  const asked = tablesWithOpen(tables, counts)
  const before = String(weekAfter(now))
  const lists = useQueries({
    queries: asked.map((table) => {
      const name: ListName = `cases/${table.kind}`
      return {
        queryKey: ['list', name, 'due', before],
        queryFn: () => listPage(name, { due_before: before, open: 'true', limit: String(OF_EACH) }),
      }
    }),
  })
  const items = byDeadline(tables, lists.flatMap((list) => list.data?.items ?? []))
  // A register that this person may not read is none of theirs to do.
  const isRefusal = (problem: unknown): boolean => problem instanceof ApiProblem && problem.status === 403
  const problem = lists.find((list) => list.error !== null && !isRefusal(list.error))?.error
  if (items.length === 0 && problem == null) return null
  return (
    <Panel title={text.today.casesDue} extra={<span className="note">{text.today.casesDueHint(OF_EACH)}</span>}>
      <ErrorNote problem={problem} />
      <Table<ListItem>
        rowKey="id"
        size="small"
        aria-label={text.today.casesDue}
        dataSource={items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: text.list.name,
            width: 280,
            render: (_, item) => (
              <div style={{ maxWidth: 300 }}>
                <RecordLink item={item} title={item.title === '' ? word('kind', item.kind) : item.title} />
                <div className="cell-sub">{word('kind', item.kind)}</div>
              </div>
            ),
          },
          { title: text.list.where, width: 180, render: (_, item) => item.premises_name || item.grid_name },
          { title: text.list.status, width: 120, render: (_, item) => <StatusTag kind={item.kind} status={item.status} /> },
          { title: text.list.due, width: 120, render: (_, item) => <DueTag due={item.due} /> },
        ]}
      />
    </Panel>
  )
}
