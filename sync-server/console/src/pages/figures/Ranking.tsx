import { useQuery } from '@tanstack/react-query'
import { Segmented, Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { townshipsOf } from '../../logic/county'
import { ErrorNote } from '../../parts/ErrorNote'
import { CsvButton } from '../../parts/CsvButton'
import { FileLink } from '../../parts/FileLink'
import { Panel } from '../../parts/Panel'
import { Nothing } from '../../parts/Nothing'
import { hundredthsText } from '../../logic/percent'
import { useText } from '../../text/language'
import type { Period } from '../../logic/period'

interface Line {
  grid: string
  name: string
  place?: number | null
  hundredths?: number | null
  grade?: string | null
  /** Scored over little, because duties were left undone. */
  undone?: boolean
  /** Years in a row in which it failed, with what follows. */
  failed_runs?: { from: number; to: number; measure: string }[]
}

/** The ranking of frozen figures, with the draft of its circular; of a county its townships beside each other. */
export function Ranking({ period, county }: { period: Period; county: boolean }) {
  const text = useText()
  const [level, setLevel] = useState(county ? 'large' : 'medium')
  const townshipOf = townshipsOf(useQuery(gridsQuery).data ?? [])
  const { kind, on } = period
  const ranking = useQuery({
    queryKey: ['ranking', kind, on, level],
    queryFn: () => take(api.GET('/api/v1/ranking', { params: { query: { kind, ...(on === undefined ? {} : { on }), level } } })),
    retry: false,
  })
  const lines = (ranking.data?.lines ?? []) as unknown as Line[]
  const isInTownship = county && level !== 'large'
  const gradeText = (line: Line): string =>
    [
      text.figures.grades[line.grade ?? ''] ?? line.grade ?? '',
      line.undone === true ? text.figures.undone : '',
      ...(line.failed_runs ?? []).map((run) => text.figures.failedRun(run.from, run.to, run.measure)),
    ]
      .filter((it) => it !== '')
      .join(' ')
  const township = (line: Line): string => townshipOf(line.grid)?.name ?? ''
  return (
    <Panel
      title={ranking.data?.period ?? text.figures.ranking}
      extra={
        <div className="row-acts">
          <Segmented
            aria-label={text.list.grid}
            value={level}
            options={[
              ...(county ? [{ value: 'large', label: text.figures.byTownship }] : []),
              { value: 'medium', label: text.figures.byVillage },
              { value: 'small', label: text.figures.byGrid },
            ]}
            onChange={setLevel}
          />
          <CsvButton
            name={`${text.figures.ranking}-${ranking.data?.period ?? ''}`}
            rows={[
              [
                text.figures.place,
                text.list.name,
                text.figures.score,
                text.figures.grade,
                ...(isInTownship ? [text.breakdown.township] : []),
              ],
              ...lines.map((line) => [
                String(line.place ?? ''),
                line.name,
                hundredthsText(line.hundredths),
                gradeText(line),
                ...(isInTownship ? [township(line)] : []),
              ]),
            ]}
          />
        </div>
      }
    >
      <ErrorNote problem={ranking.error} onRetry={() => void ranking.refetch()} />
      <Table<Line>
        rowKey="grid"
        size="small"
        pagination={false}
        loading={ranking.isPending}
        dataSource={lines}
        locale={{ emptyText: <Nothing words={text.figures.noSnapshots} /> }}
        columns={[
          { title: text.figures.place, dataIndex: 'place', width: 80 },
          {
            title: text.list.name,
            render: (_, line) => (
              <Link to={`/figures/now?${new URLSearchParams({ kind, on: on ?? '', grid: line.grid }).toString()}`}>
                {line.name}
              </Link>
            ),
          },
          {
            title: text.figures.score,
            render: (_, line) => hundredthsText(line.hundredths),
          },
          { title: text.figures.grade, render: (_, line) => gradeText(line) },
          ...(isInTownship
            ? [{ title: text.breakdown.township, key: 'township', render: (_: unknown, line: Line) => township(line) }]
            : []),
        ]}
      />
      {ranking.data !== undefined && lines.length > 0 && (
        <>
          <h2 style={{ fontSize: 15, marginTop: 16 }}>
            {text.figures.draft}{' '}
            {ranking.data.paper != null && (
              <FileLink button="small" href={`/api/v1/papers/circular/${ranking.data.paper}`}>
                PDF
              </FileLink>
            )}
          </h2>
          <pre style={{ whiteSpace: 'pre-wrap', fontFamily: 'inherit' }}>{ranking.data.draft}</pre>
        </>
      )}
    </Panel>
  )
}
