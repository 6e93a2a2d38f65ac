import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { meQuery, useReference } from '../../api/queries'
import { useStore } from '../../api/store'
import { mayDo } from '../../app/menu'
import { cleaned } from '../../logic/views'
import { FileLink } from '../../parts/FileLink'
import { GridSelect } from '../../parts/GridSelect'
import { PageHead } from '../../parts/PageHead'
import { premisesColumns } from '../../parts/premisesColumns'
import { RecordTable } from '../../parts/RecordTable'
import { SearchBox } from '../../parts/SearchBox'
import { useDatedName } from '../../parts/useDatedName'
import { useUrlFilters } from '../../parts/useUrlFilters'
import { WorkerSelect } from '../../parts/WorkerSelect'
import { usePackOptions } from '../../parts/usePackOptions'
import { language, useText } from '../../text/language'
import { useStatusWord } from '../../text/words'

const STATUSES = ['active', 'closed', 'demolished', 'merged']
const KEPT = ['q', 'category', 'grid', 'worker', 'status']

/** All premises on file. */
export default function PremisesListPage() {
  const text = useText()
  const of = useStore(language)
  const status = useStatusWord()
  const reference = useReference()
  const { categories } = usePackOptions()
  const me = useQuery(meQuery).data
  const named = useDatedName()
  const { shown, set, replace } = useUrlFilters(KEPT)
  return (
    <div className="page">
      <PageHead title={text.premises.title}>
        {mayDo(me, ['ledger_export']) && (
          <FileLink
            button="middle"
            href={`/api/v1/premises.csv?${new URLSearchParams(cleaned(shown)).toString()}`}
            name={named(text.premises.title, 'csv')}
          >
            {text.premises.exportCsv}
          </FileLink>
        )}
      </PageHead>
      <div className="filters">
        <SearchBox value={shown['q'] ?? ''} onSearch={(q) => set({ q })} />
        <Select
          aria-label={text.list.category}
          placeholder={text.list.category}
          allowClear
          style={{ width: 220 }}
          value={shown['category'] || null}
          options={categories}
          onChange={(value) => set({ category: value ?? '' })}
        />
        <Select
          aria-label={text.list.status}
          placeholder={text.list.status}
          allowClear
          style={{ width: 130 }}
          value={shown['status'] || null}
          options={STATUSES.map((one) => ({ value: one, label: status('premises', one) }))}
          onChange={(value) => set({ status: value ?? '' })}
        />
        <GridSelect value={shown['grid'] ?? ''} onChange={(grid) => set({ grid })} />
        <WorkerSelect value={shown['worker'] ?? ''} onChange={(worker) => set({ worker })} />
        <Button onClick={() => replace({})}>{text.reset}</Button>
      </div>
      <RecordTable
        name="premises"
        label={text.premises.title}
        filters={shown}
        columns={premisesColumns(text, of, reference)}
      />
    </div>
  )
}
