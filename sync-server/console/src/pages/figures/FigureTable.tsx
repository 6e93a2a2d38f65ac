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
import { TownshipTable } from './TownshipTable'

/** All figures of the period as they stand now; of a county those of its townships beneath. */
export function FigureTable({ period, county }: { period: Period; county: boolean }) {
  const text = useText()
  const words = useProblemWords()
  const { message } = App.useApp()
  const [rows, setRows] = useState<Rows>()
  const figures = useQuery({
    queryKey: ['figures', period, county],
    queryFn: () =>
      take(api.GET('/api/v1/figures', { params: { query: { ...period, ...(county ? { by: 'township' } : {}) } } })),
    retry: false,
  })
  const name = (code: string): string => text.figures.names[code] ?? code
  const open = (code: string, township?: { grid: string; name: string }): void => {
    const title = township === undefined ? name(code) : `${township.name} · ${name(code)}`
    figureOf(township === undefined ? period : { ...period, grid: township.grid }, code)
      .then(({ met, unmet }) => setRows({ title, met, unmet }))
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
      {county && (
        <TownshipTable
          title={text.figures.byTownship}
          csv={`${text.figures.title}-${text.figures.byTownship}-${figures.data?.period ?? ''}`}
          townships={figures.data?.townships ?? []}
          onOpen={(township, code) => open(code, township)}
        />
      )}
      <RowsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </Panel>
  )
}
