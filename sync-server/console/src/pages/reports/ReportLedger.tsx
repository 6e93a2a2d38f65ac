import { Button, Select, type TableColumnsType } from 'antd'
import type { ListItem } from '../../api/types'
import { weekAfter } from '../../logic/due'
import { timeText } from '../../logic/time'
import type { Filters } from '../../logic/views'
import { DueTag } from '../../parts/DueTag'
import { Flags } from '../../parts/Flags'
import { GridSelect } from '../../parts/GridSelect'
import { RecordLink } from '../../parts/RecordLink'
import { RecordTable } from '../../parts/RecordTable'
import { StatusTag } from '../../parts/StatusTag'
import { SearchBox } from '../../parts/SearchBox'
import { useUrlFilters } from '../../parts/useUrlFilters'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'
import { useStatusWord } from '../../text/words'
import { SeverityTag } from './SeverityTag'
import { useSeverities } from './useSeverities'

const STATES = ['received', 'triaged', 'dispatched', 'replied', 'passed_on', 'closed']
const ENDED = ['replied', 'passed_on', 'closed', 'withdrawn']
const KEPT = ['q', 'status', 'category', 'grid', 'due']

/** Complaints in hand and done, by state, severity and deadline. */
export function ReportLedger() {
  const text = useText()
  const status = useStatusWord()
  const severities = useSeverities()
  const now = useNow()
  const { shown, set, replace } = useUrlFilters(KEPT)
  const { due = '', ...filters } = shown
  // What is ended keeps its deadline: nobody is reminded of it.
  const dated: Filters =
    now === undefined || due === ''
      ? {}
      : { due_before: String(due === 'over' ? now : weekAfter(now)), open: 'true' }
  const columns: TableColumnsType<ListItem> = [
    {
      title: text.list.name,
      width: 300,
      render: (_, item) => (
        <div style={{ maxWidth: 320 }}>
          <RecordLink item={item} /> <Flags item={item} />
        </div>
      ),
    },
    {
      title: text.list.where,
      width: 200,
      render: (_, item) => (
        <div style={{ maxWidth: 220 }}>
          <div>{item.premises_name}</div>
          <div className="cell-sub">{item.grid_name}</div>
        </div>
      ),
    },
    { title: text.reports.severity, width: 110, render: (_, item) => <SeverityTag severity={item.category} /> },
    { title: text.list.status, width: 110, render: (_, item) => <StatusTag kind={item.kind} status={item.status} /> },
    { title: text.list.due, width: 120, render: (_, item) => <DueTag due={item.due} done={ENDED.includes(item.status)} /> },
    { title: text.list.at, width: 140, render: (_, item) => <span className="num">{timeText(item.at)}</span> },
  ]
  return (
    <>
      <div className="filters">
        <SearchBox value={shown['q'] ?? ''} onSearch={(q) => set({ q })} />
        <Select
          aria-label={text.list.status}
          placeholder={text.list.status}
          allowClear
          style={{ width: 130 }}
          value={shown['status'] || null}
          options={STATES.map((one) => ({ value: one, label: status('report', one) }))}
          onChange={(value) => set({ status: value ?? '' })}
        />
        <Select
          aria-label={text.reports.severity}
          placeholder={text.reports.severity}
          allowClear
          popupMatchSelectWidth={false}
          style={{ width: 130 }}
          value={shown['category'] || null}
          options={severities}
          onChange={(value) => set({ category: value ?? '' })}
        />
        <Select
          aria-label={text.list.due}
          placeholder={text.reports.anyDue}
          allowClear
          style={{ width: 140 }}
          value={due || null}
          options={[
            { value: 'over', label: text.reports.overdue },
            { value: 'week', label: text.reports.dueWeek },
          ]}
          onChange={(value) => set({ due: value ?? '' })}
        />
        <GridSelect value={shown['grid'] ?? ''} onChange={(grid) => set({ grid })} />
        <Button onClick={() => replace({})}>{text.reset}</Button>
      </div>
      <RecordTable
        name="cases/report"
        label={text.reports.handled}
        filters={{ ...filters, ...dated }}
        columns={columns}
      />
    </>
  )
}
