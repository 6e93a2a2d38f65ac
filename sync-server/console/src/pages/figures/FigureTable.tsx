import { useQuery } from '@tanstack/react-query'
import { Alert, Progress, Table } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { Figure } from '../../api/types'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from './period'
import { RowsDrawer, type Rows } from './RowsDrawer'

/** All figures of the period as they stand now. */
export function FigureTable({ period }: { period: Period }) {
  const text = useText()
  const [rows, setRows] = useState<Rows>()
  const figures = useQuery({
    queryKey: ['figures', period],
    queryFn: () => take(api.GET('/api/v1/figures', { params: { query: period } })),
    retry: false,
  })
  const name = (code: string): string => text.figures.names[code] ?? code
  const open = async (code: string): Promise<void> => {
    const answer = await take(
      api.GET('/api/v1/figures', { params: { query: { ...period, open: code } } }),
    )
    const found = answer.figures[code]
    setRows({ title: name(code), met: found?.met ?? [], unmet: found?.unmet ?? [] })
  }
  const lines = Object.entries(figures.data?.figures ?? {})
  return (
    <Panel title={figures.data === undefined ? text.loading : `${figures.data.grid_name} · ${figures.data.period}`}>
      <ErrorNote problem={figures.error} onRetry={() => void figures.refetch()} />
      {figures.data?.running === true && (
        <Alert type="info" title={text.figures.running} className="gap-below" />
      )}
      <Table<[string, Figure]>
        rowKey={([code]) => code}
        size="middle"
        loading={figures.isPending}
        pagination={false}
        dataSource={lines}
        scroll={{ x: 420 }}
        columns={[
          { title: text.list.name, render: (_, [code]) => name(code) },
          {
            title: text.figures.rows,
            render: (_, [code, figure]) => (
              <button type="button" className="link-number" onClick={() => void open(code)}>
                {figure.text}
              </button>
            ),
          },
          {
            title: '%',
            width: 220,
            render: (_, [code, figure]) =>
              figure.basis_points == null ? (
                '—'
              ) : (
                <Progress
                  aria-label={name(code)}
                  percent={figure.basis_points / 100}
                  format={(value) => `${String(value)}%`}
                  size="small"
                  status="normal"
                />
              ),
          },
        ]}
      />
      <RowsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </Panel>
  )
}
