import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Table } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { patiently } from '../../app/patiently'
import { ErrorNote } from '../../parts/ErrorNote'
import { CsvButton } from '../../parts/CsvButton'
import { NumberLink } from '../../parts/NumberLink'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from '../../logic/period'
import { RowsDrawer, type Rows } from './RowsDrawer'

const STEP = 50

const BarChart = lazy(patiently(() => import('./BarChart')))

/** Coverage against its target, by township, grid, village or department, with those never visited. */
export function Coverage({ period, county }: { period: Period; county: boolean }) {
  const text = useText()
  const [by, setBy] = useState(county ? 'township' : 'village')
  const [shown, setShown] = useState(STEP)
  const [rows, setRows] = useState<Rows>()
  const coverage = useQuery({
    queryKey: ['coverage', period, by],
    queryFn: () =>
      take(api.GET('/api/v1/coverage', { params: { query: { ...period, by, open: 'coverage' } } })),
    retry: false,
  })
  const data = coverage.data
  const parts = data?.parts ?? []
  const never = data?.never_visited ?? []
  return (
    <Panel
      title={data === undefined ? text.loading : `${data.grid_name} · ${data.period} · ${data.figure.text}`}
      extra={
        <div className="row-acts">
          <Segmented
            aria-label={text.figures.coverage}
            value={by}
            options={[
              ...(county ? [{ value: 'township', label: text.figures.byTownship }] : []),
              { value: 'village', label: text.figures.byVillage },
              { value: 'grid', label: text.figures.byGrid },
              { value: 'department', label: text.figures.byDepartment },
            ]}
            onChange={setBy}
          />
          <CsvButton
            name={`${text.figures.coverage}-${data?.grid_name ?? ''}-${data?.period ?? ''}`}
            rows={[
              [text.list.name, text.figures.rows],
              ...parts.map((part) => [part.name, part.figure.text]),
            ]}
          />
        </div>
      }
    >
      <ErrorNote problem={coverage.error} onRetry={() => void coverage.refetch()} />
      {data?.target != null && (
        <p className="note">
          {text.figures.target} {data.target / 100}%
        </p>
      )}
      <Suspense fallback={<div className="chart" />}>
        <BarChart
          label={text.figures.coverage}
          names={parts.map((part) => part.name)}
          values={parts.map((part) => (part.figure.basis_points ?? 0) / 100)}
          {...(data?.target == null ? {} : { target: data.target / 100 })}
        />
      </Suspense>
      <Table
        rowKey="key"
        size="small"
        pagination={false}
        dataSource={parts}
        columns={[
          { title: text.list.name, dataIndex: 'name' },
          {
            title: text.figures.rows,
            render: (_, part) => (
              <NumberLink
                label={part.name}
                onOpen={() =>
                  setRows({ title: part.name, met: part.figure.met ?? [], unmet: part.figure.unmet ?? [] })
                }
              >
                {part.figure.text}
              </NumberLink>
            ),
          },
        ]}
      />
      <h2 style={{ fontSize: 15, marginTop: 16 }}>
        {text.figures.never} {data === undefined ? '' : never.length}
      </h2>
      {never.slice(0, shown).map((one) => (
        <div key={one.id}>
          <Link to={`/premises/${one.id}`}>{one.name}</Link> <span className="note">{one.address}</span>
        </div>
      ))}
      {shown < never.length && (
        <div className="list-foot">
          <Button onClick={() => setShown(shown + STEP)}>{text.more}</Button>
        </div>
      )}
      <RowsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </Panel>
  )
}
