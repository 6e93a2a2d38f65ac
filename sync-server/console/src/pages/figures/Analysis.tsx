import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { components } from '../../api/schema'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from './period'
import { RowsDrawer, type Rows } from './RowsDrawer'

type Line = components['schemas']['LineView']

/** What was found, by heading, category and grid, beside the period before, with proposals. */
export function Analysis({ period }: { period: Period }) {
  const text = useText()
  const [rows, setRows] = useState<Rows>()
  const analysis = useQuery({
    queryKey: ['analysis', period],
    queryFn: () => take(api.GET('/api/v1/analysis', { params: { query: period } })),
    retry: false,
  })
  const data = analysis.data
  const table = (title: string, lines: Line[]) => (
    <Panel title={title}>
      <Table<Line>
        rowKey="key"
        size="small"
        pagination={false}
        dataSource={lines}
        columns={[
          { title: text.list.name, dataIndex: 'name' },
          {
            title: text.figures.found,
            width: 90,
            render: (_, line) => (
              <button
                type="button"
                className="link-number"
                onClick={() => setRows({ title: line.name, met: line.hazards, unmet: [] })}
              >
                {line.found}
              </button>
            ),
          },
          { title: text.figures.before, width: 90, dataIndex: 'before' },
        ]}
      />
    </Panel>
  )
  return (
    <>
      <ErrorNote problem={analysis.error} onRetry={() => void analysis.refetch()} />
      {data !== undefined && (
        <>
          {data.proposals.length > 0 && (
            <Panel title={text.figures.proposals}>
              <ul style={{ margin: 0, paddingLeft: 18 }}>
                {data.proposals.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </Panel>
          )}
          <div className="pair">
            {table(text.figures.byHeading, data.by_heading)}
            {table(text.figures.byCategory, data.by_category)}
          </div>
          {table(text.figures.byGrid, data.by_grid)}
        </>
      )}
      <RowsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </>
  )
}
