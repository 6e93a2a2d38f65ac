import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { StatusTag } from '../../parts/StatusTag'
import { percentText } from '../../logic/percent'
import { useText } from '../../text/language'
import { useCodes } from '../reports/useSeverities'

interface Rate {
  class: string
  total: number
  good: number
  basis_points: number
}

/** Facilities in order by class, and those that are not, each with who must keep it up. */
export function Assets() {
  const text = useText()
  const grids = useQuery(gridsQuery).data ?? []
  const classes = useCodes('asset_classes')
  const assets = useQuery({ queryKey: ['assets'], queryFn: () => take(api.GET('/api/v1/assets')) })
  const word = (code: string): string => classes.find((one) => one.value === code)?.label ?? code
  return (
    <>
      <p className="note">{text.readiness.assetsHint}</p>
      <ErrorNote problem={assets.error} onRetry={() => void assets.refetch()} />
      <Panel title={text.readiness.assets}>
        <Table<Rate>
          rowKey="class"
          size="small"
          aria-label={text.readiness.assets}
          loading={assets.isPending}
          pagination={false}
          dataSource={(assets.data?.rates ?? []) as unknown as Rate[]}
          locale={{ emptyText: <Nothing words={text.readiness.noAssets} /> }}
          columns={[
            { title: text.readiness.class, render: (_, one) => word(one.class) },
            { title: text.readiness.total, dataIndex: 'total', align: 'right' },
            { title: text.readiness.good, dataIndex: 'good', align: 'right' },
            { title: text.readiness.rate, align: 'right', render: (_, one) => percentText(one.basis_points) },
          ]}
        />
      </Panel>
      <Panel title={text.readiness.faults}>
        <Table
          rowKey="record"
          size="small"
          aria-label={text.readiness.faults}
          loading={assets.isPending}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={assets.data?.faults ?? []}
          locale={{ emptyText: <Nothing words={text.readiness.noFaults} /> }}
          columns={[
            { title: text.list.name, render: (_, one) => <Link to={`/cases/asset/${one.record}`}>{one.title}</Link> },
            { title: text.readiness.class, render: (_, one) => word(one.class) },
            { title: text.list.status, render: (_, one) => <StatusTag kind="asset" status={one.status} /> },
            { title: text.readiness.fault, dataIndex: 'fault' },
            { title: text.readiness.owner, dataIndex: 'owner' },
            { title: text.list.grid, render: (_, one) => grids.find((grid) => grid.id === one.grid)?.name ?? '' },
          ]}
        />
      </Panel>
    </>
  )
}
