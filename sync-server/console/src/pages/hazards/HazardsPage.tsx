import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Select } from 'antd'
import { useState } from 'react'
import { meQuery } from '../../api/queries'
import type { ListItem } from '../../api/types'
import { mayDo } from '../../app/menu'
import { weekAfter } from '../../logic/due'
import { cleaned, type Filters } from '../../logic/views'
import { hazardColumns } from '../../parts/columns'
import { FileLink } from '../../parts/FileLink'
import { GridSelect } from '../../parts/GridSelect'
import { PageHead } from '../../parts/PageHead'
import { RecordTable } from '../../parts/RecordTable'
import { SearchBox } from '../../parts/SearchBox'
import { useDatedName } from '../../parts/useDatedName'
import { useUrlFilters } from '../../parts/useUrlFilters'
import { useNow } from '../../parts/useNow'
import { WorkerSelect } from '../../parts/WorkerSelect'
import { useText } from '../../text/language'
import { useStatusWord, useWord } from '../../text/words'
import { BulkActions } from './BulkActions'
import { SavedViews } from './SavedViews'

const STATUSES = [
  'found',
  'fixed_pending_check',
  'notice_issued',
  'served',
  'extension_pending',
  'rechecking',
  'overdue',
  'urged',
  'escalated',
  'enforcement',
  'under_review',
  'closed',
  'voided',
]
const SEVERITIES = ['general', 'suspected_major', 'major_confirmed']
const KEPT = ['status', 'category', 'grid', 'worker', 'q', 'open', 'overdue', 'week', 'recheck', 'awaiting']

/** One ledger of all hazards: filters that can be kept, export, and several at once. */
export default function HazardsPage() {
  const text = useText()
  const word = useWord()
  const status = useStatusWord()
  const me = useQuery(meQuery).data
  const now = useNow() ?? 0
  const named = useDatedName()
  const [chosen, setChosen] = useState<ListItem[]>([])
  const { shown, set, replace } = useUrlFilters(KEPT)
  const { open, overdue, week, recheck, awaiting, ...rest } = shown
  const before = overdue === '1' ? now : week === '1' ? weekAfter(now) : undefined
  const dated: Filters =
    before !== undefined
      ? { due_before: String(before), ...(week === '1' && { due_after: String(now) }), open: 'true' }
      : open === '1' ? { open: 'true' } : {}
  const filters: Filters = {
    ...rest,
    ...dated,
    ...(awaiting === '1' && { awaiting_photos: 'true' }),
    ...(recheck === '1' && { recheck_overdue: 'true', status: 'rechecking' }),
  }
  const query = new URLSearchParams(cleaned(filters)).toString()
  return (
    <div className="page">
      <PageHead title={text.hazard.title}>
        {mayDo(me, ['ledger_export']) && (
          <>
            <FileLink button="middle" href={`/api/v1/ledger.xlsx?${query}`} name={named(text.hazard.title, 'xlsx')}>
              {text.hazard.exportXlsx}
            </FileLink>
            <FileLink button="middle" href={`/api/v1/ledger.csv?${query}`} name={named(text.hazard.title, 'csv')}>
              {text.hazard.exportCsv}
            </FileLink>
          </>
        )}
      </PageHead>
      <div className="filters">
        <SearchBox value={shown['q'] ?? ''} onSearch={(q) => set({ q })} />
        <Select
          aria-label={text.list.status}
          placeholder={text.list.status}
          allowClear
          style={{ width: 150 }}
          value={shown['status'] || null}
          options={STATUSES.map((one) => ({ value: one, label: status('rectification', one) }))}
          onChange={(value) => set({ status: value ?? '' })}
        />
        <Select
          aria-label={text.list.severity}
          placeholder={text.list.severity}
          allowClear
          style={{ width: 130 }}
          value={shown['category'] || null}
          options={SEVERITIES.map((one) => ({ value: one, label: word('severity', one) }))}
          onChange={(value) => set({ category: value ?? '' })}
        />
        <GridSelect value={shown['grid'] ?? ''} onChange={(grid) => set({ grid })} />
        <Select
          aria-label={text.list.due}
          placeholder={text.list.due}
          allowClear
          style={{ width: 150 }}
          value={recheck === '1' ? 'recheck' : overdue === '1' ? 'overdue' : week === '1' ? 'week' : open === '1' ? 'open' : null}
          options={[
            { value: 'open', label: text.hazard.openOnly },
            { value: 'overdue', label: text.hazard.overdueOnly },
            { value: 'week', label: text.today.dueWeek },
            { value: 'recheck', label: text.hazard.recheckOverdue },
          ]}
          onChange={(value) =>
            set({ open: '', overdue: '', week: '', recheck: '', ...(value == null ? {} : { [value]: '1' }) })
          }
        />
        <Checkbox checked={awaiting === '1'} onChange={(event) => set({ awaiting: event.target.checked ? '1' : '' })}>
          {text.review.awaiting}
        </Checkbox>
        <WorkerSelect value={shown['worker'] ?? ''} onChange={(worker) => set({ worker })} />
        <Button onClick={() => replace({})}>{text.reset}</Button>
        <SavedViews filters={shown} onOpen={(view) => replace(view)} />
        <BulkActions items={chosen} onDone={() => setChosen([])} />
      </div>
      <RecordTable
        name="hazards"
        label={text.hazard.title}
        filters={filters}
        columns={hazardColumns(text, word)}
        chosen={chosen}
        onChoose={setChosen}
      />
    </div>
  )
}
