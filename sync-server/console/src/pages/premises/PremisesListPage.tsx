import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useSearchParams } from 'react-router'
import { meQuery, useReference } from '../../api/queries'
import { useStore } from '../../api/store'
import { mayDo } from '../../app/menu'
import { cleaned, type Filters } from '../../logic/views'
import { GridSelect } from '../../parts/GridSelect'
import { PageHead } from '../../parts/PageHead'
import { premisesColumns } from '../../parts/premisesColumns'
import { RecordTable } from '../../parts/RecordTable'
import { language, useText } from '../../text/language'

const KEPT = ['q', 'category', 'grid']

/** All premises on file. */
export default function PremisesListPage() {
  const text = useText()
  const of = useStore(language)
  const reference = useReference()
  const me = useQuery(meQuery).data
  const [search, setSearch] = useSearchParams()
  const shown: Filters = Object.fromEntries(KEPT.map((name) => [name, search.get(name) ?? '']))
  const set = (change: Filters): void => setSearch(cleaned({ ...shown, ...change }))
  return (
    <div className="page">
      <PageHead title={text.premises.title}>
        {mayDo(me, ['ledger_export']) && (
          <Button href="/api/v1/premises.csv">{text.premises.exportCsv}</Button>
        )}
      </PageHead>
      <div className="filters">
        <Input.Search
          aria-label={text.search}
          placeholder={text.search}
          allowClear
          style={{ width: 220 }}
          maxLength={64}
          defaultValue={shown['q'] ?? ''}
          onSearch={(q) => set({ q })}
        />
        <Select
          aria-label={text.list.category}
          placeholder={text.list.category}
          allowClear
          style={{ width: 220 }}
          value={shown['category'] || null}
          options={(reference?.categories ?? []).map((one) => ({
            value: one.id,
            label: of === 'zh' ? one.zh : one.en,
          }))}
          onChange={(value) => set({ category: value ?? '' })}
        />
        <GridSelect value={shown['grid'] ?? ''} onChange={(grid) => set({ grid })} />
        <Button onClick={() => setSearch({})}>{text.reset}</Button>
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
