import { useQuery } from '@tanstack/react-query'
import { Select, Table } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

interface Count {
  key: string
  fitted: number
  without: number
  unknown: number
}

/** What is fitted at premises, in all or in one small grid, and how many are insured. */
export function Fittings() {
  const text = useText()
  const word = useWord()
  const names = useQuery(gridsQuery).data ?? []
  const [grid, setGrid] = useState('')
  const fittings = useQuery({ queryKey: ['fittings'], queryFn: () => take(api.GET('/api/v1/fittings')) })
  const data = fittings.data as unknown as
    | { all: Count[]; grids: Record<string, Count[]>; insured: number; lapsed: number }
    | undefined
  return (
    <>
      <p className="note">{text.readiness.fittingsHint}</p>
      <ErrorNote problem={fittings.error} onRetry={() => void fittings.refetch()} />
      {data !== undefined && (
        <Tiles
          items={[
            [text.readiness.insured, data.insured],
            [text.readiness.lapsed, data.lapsed, 'warm'],
          ]}
        />
      )}
      <Panel
        title={text.readiness.fittings}
        extra={
          <Select
            aria-label={text.list.grid}
            style={{ width: 180 }}
            value={grid}
            options={[
              { value: '', label: text.all },
              ...Object.keys(data?.grids ?? {}).map((id) => ({
                value: id,
                label: names.find((one) => one.id === id)?.name ?? id.slice(0, 8),
              })),
            ]}
            onChange={setGrid}
          />
        }
      >
        <Table<Count>
          rowKey="key"
          size="small"
          aria-label={text.readiness.fittings}
          loading={fittings.isPending}
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={(grid === '' ? data?.all : data?.grids[grid]) ?? []}
          columns={[
            { title: text.readiness.item, render: (_, one) => word('field', one.key) },
            { title: text.readiness.fitted, dataIndex: 'fitted', align: 'right' },
            { title: text.readiness.without, dataIndex: 'without', align: 'right' },
            { title: text.readiness.unknown, dataIndex: 'unknown', align: 'right' },
          ]}
        />
      </Panel>
    </>
  )
}
