import { useQuery } from '@tanstack/react-query'
import { Alert, App, Table } from 'antd'
import { useState } from 'react'
import { workerFigures, type WorkerFigures } from '../../api/workerFigures'
import type { Period } from '../../logic/period'
import { CsvButton } from '../../parts/CsvButton'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { NumberLink } from '../../parts/NumberLink'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { GroupsDrawer, type Groups } from './GroupsDrawer'

const CODES = ['coverage', 'timely_close', 'recheck', 'recheck_in_time', 'open'] as const
type Code = (typeof CODES)[number]

/** Coverage, on-time rate, rechecks and open hazards of each worker's grids; every number opens its rows. */
export function ByWorker({ period }: { period: Period }) {
  const text = useText()
  const words = useProblemWords()
  const { message } = App.useApp()
  const [rows, setRows] = useState<Groups>()
  const figures = useQuery({
    queryKey: ['figures-by-worker', period],
    queryFn: () => workerFigures(period),
    retry: false,
  })
  const data = figures.data
  const lines = data?.workers ?? []
  const title = (code: Code): string => (code === 'open' ? text.byWorker.open : (text.figures.names[code] ?? code))
  const name = (one: WorkerFigures): string => (one.worker == null ? text.byWorker.nobody : one.name)
  const number = (one: WorkerFigures, code: Code): string => {
    const figure = one.figures[code]
    if (figure === undefined) return '—'
    return code === 'open' ? text.byWorker.openText(figure.denominator, figure.numerator) : figure.text
  }
  const open = (one: WorkerFigures, code: Code): void => {
    workerFigures(period, code)
      .then(({ workers }) => {
        const figure = workers.find((other) => other.worker === one.worker)?.figures[code]
        const met = { label: code === 'open' ? text.byWorker.overdue : text.figures.met, ids: figure?.met ?? [] }
        const unmet = { label: code === 'open' ? text.byWorker.inTime : text.figures.unmet, ids: figure?.unmet ?? [] }
        setRows({
          title: `${name(one)} · ${title(code)}`,
          groups: code === 'open' ? [met, unmet] : [unmet, met],
        })
      })
      .catch((problem: unknown) => void message.error(words(problem)))
  }
  return (
    <Panel
      title={data === undefined ? text.loading : `${data.grid_name} · ${data.period}`}
      extra={
        <CsvButton
          name={`${text.byWorker.title}-${data?.grid_name ?? ''}-${data?.period ?? ''}`}
          rows={[
            [text.scores.name, text.scores.grids, ...CODES.map(title)],
            ...lines.map((one) => [name(one), String(one.grids.length), ...CODES.map((code) => number(one, code))]),
          ]}
        />
      }
    >
      <p className="note">{text.byWorker.hint}</p>
      <ErrorNote problem={figures.error} onRetry={() => void figures.refetch()} />
      {data?.running === true && <Alert type="info" title={text.figures.running} className="gap-below" />}
      <Table<WorkerFigures>
        rowKey={(one) => one.worker ?? ''}
        size="small"
        aria-label={text.byWorker.title}
        loading={figures.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={lines}
        locale={{ emptyText: <Nothing words={text.nothing} /> }}
        columns={[
          { title: text.scores.name, render: (_, one) => name(one) },
          { title: text.scores.grids, align: 'right', render: (_, one) => one.grids.length },
          ...CODES.map((code) => ({
            title: title(code),
            key: code,
            render: (_: unknown, one: WorkerFigures) => (
              <NumberLink label={`${name(one)} ${title(code)}`} onOpen={() => open(one, code)}>
                {number(one, code)}
              </NumberLink>
            ),
          })),
        ]}
      />
      <GroupsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </Panel>
  )
}
