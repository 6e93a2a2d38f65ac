import { useQuery } from '@tanstack/react-query'
import { Alert, App, Progress, Table } from 'antd'
import { useState } from 'react'
import { figureOf } from '../../api/breakdown'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { Figure } from '../../api/types'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { CsvButton } from '../../parts/CsvButton'
import { NumberLink } from '../../parts/NumberLink'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from '../../logic/period'
import { RowsDrawer, type Rows } from './RowsDrawer'

/** All figures of the period as they stand now. */
export function FigureTable({ period }: { period: Period }) {
  const text = useText()
  const words = useProblemWords()
  const { message } = App.useApp()
  const [rows, setRows] = useState<Rows>()
  const figures = useQuery({
    queryKey: ['figures', period],
    queryFn: () => take(api.GET('/api/v1/figures', { params: { query: period } })),
    retry: false,
  })
  const name = (code: string): string => text.figures.names[code] ?? code
  const open = (code: string): void => {
    figureOf(period, code)
      .then(({ met, unmet }) => setRows({ title: name(code), met, unmet }))
      .catch((problem: unknown) => void message.error(words(problem)))
  }
  const heading = figures.data && `${figures.data.grid_name} · ${figures.data.period}`
  const lines = Object.entries(figures.data?.figures ?? {})
  return (
    <Panel
      title={heading ?? text.loading}
      extra={
        <CsvButton
          name={`${text.figures.title}-${heading ?? ''}`}
          rows={[
            [text.list.name, text.figures.rows, '%'],
            ...lines.map(([code, it]) => [name(code), it.text, it.basis_points == null ? '' : String(it.basis_points / 100)]),
          ]}
        />
      }
    >
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
              <NumberLink label={name(code)} onOpen={() => open(code)}>
                {figure.text}
              </NumberLink>
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
