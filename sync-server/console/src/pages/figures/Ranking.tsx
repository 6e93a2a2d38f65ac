import { useQuery } from '@tanstack/react-query'
import { Empty, Segmented, Table } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from './period'

interface Line {
  grid: string
  name: string
  place?: number | null
  hundredths?: number | null
  grade?: string | null
}

/** The ranking of frozen figures, with the draft of its circular. */
export function Ranking({ period }: { period: Period }) {
  const text = useText()
  const [level, setLevel] = useState('medium')
  const { kind, on } = period
  const ranking = useQuery({
    queryKey: ['ranking', kind, on, level],
    queryFn: () => take(api.GET('/api/v1/ranking', { params: { query: { kind, ...(on === undefined ? {} : { on }), level } } })),
    retry: false,
  })
  const lines = (ranking.data?.lines ?? []) as unknown as Line[]
  return (
    <Panel
      title={ranking.data?.period ?? text.figures.ranking}
      extra={
        <Segmented
          aria-label={text.list.grid}
          value={level}
          options={[
            { value: 'medium', label: text.figures.byVillage },
            { value: 'small', label: text.figures.byGrid },
          ]}
          onChange={setLevel}
        />
      }
    >
      <ErrorNote problem={ranking.error} onRetry={() => void ranking.refetch()} />
      <Table<Line>
        rowKey="grid"
        size="small"
        pagination={false}
        loading={ranking.isPending}
        dataSource={lines}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.figures.noSnapshots} /> }}
        columns={[
          { title: text.figures.place, dataIndex: 'place', width: 80 },
          { title: text.list.name, dataIndex: 'name' },
          {
            title: text.figures.score,
            render: (_, line) => (line.hundredths == null ? '—' : (line.hundredths / 100).toFixed(2)),
          },
          { title: text.list.severity, dataIndex: 'grade' },
        ]}
      />
      {ranking.data !== undefined && lines.length > 0 && (
        <>
          <h2 style={{ fontSize: 15, marginTop: 16 }}>{text.figures.draft}</h2>
          <pre style={{ whiteSpace: 'pre-wrap', fontFamily: 'inherit' }}>{ranking.data.draft}</pre>
        </>
      )}
    </Panel>
  )
}
