import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { dayText } from '../../logic/time'
import { DayPick } from '../../parts/DayPick'
import { ErrorNote } from '../../parts/ErrorNote'
import { GridSelect } from '../../parts/GridSelect'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'

interface Share {
  part: number
  whole: number
  per_mille?: number | null
}

interface Premises {
  id: string
  name: string
  address: string
  grid_name: string
}

const shareText = (share: Share): string =>
  share.per_mille == null
    ? `${share.part}/${share.whole}`
    : `${share.part}/${share.whole}（${(share.per_mille / 10).toFixed(1)}%）`

/** The census sweep with its outcomes by grid, and every gap in the net. */
export function Census() {
  const text = useText()
  const now = useNow()
  const [grid, setGrid] = useState('')
  const [day, setDay] = useState('')
  const since = day === '' && now !== undefined ? `${dayText(now).slice(0, 4)}-01-01` : day
  const narrowed = grid === '' ? {} : { grid }
  const census = useQuery({
    queryKey: ['census', since, grid],
    queryFn: () => take(api.GET('/api/v1/census', { params: { query: { since, ...narrowed } } })),
    enabled: since !== '',
    retry: false,
  })
  const gaps = useQuery({
    queryKey: ['gaps', grid],
    queryFn: () => take(api.GET('/api/v1/gaps', { params: { query: narrowed } })),
    retry: false,
  })
  const kinds = text.plans.gapKinds as Record<string, string>
  const sweep = census.data
  const alike = (sweep?.alike ?? []) as unknown as Premises[][]
  return (
    <>
      <p className="note">{text.plans.censusHint}</p>
      <div className="filters">
        <DayPick label={text.plans.since} value={since} onChange={setDay} />
        <GridSelect value={grid} onChange={setGrid} width={220} />
      </div>
      <ErrorNote problem={census.error} onRetry={() => void census.refetch()} />
      {sweep !== undefined && (
        <>
          <Tiles
            items={[
              [text.plans.settled, shareText(sweep.done)],
              [text.plans.visited, shareText(sweep.visited)],
              [text.plans.neverVisited, sweep.never_visited.count],
              [text.plans.revisits, sweep.revisits.count],
              [text.plans.added, sweep.added.count],
            ]}
          />
          <Panel title={text.plans.outcomes}>
            <Table
              rowKey="code"
              size="small"
              aria-label={text.plans.outcomes}
              pagination={false}
              dataSource={sweep.outcomes}
              locale={{ emptyText: <Nothing words={text.plans.noVisits} /> }}
              columns={[
                { title: text.plans.outcome, dataIndex: 'zh' },
                { title: text.plans.ofAll, align: 'right', render: (_, one) => shareText(one.share) },
              ]}
            />
          </Panel>
          <Panel title={text.plans.byGrid}>
            <Table
              rowKey="grid"
              size="small"
              aria-label={text.plans.byGrid}
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
              dataSource={sweep.grids}
              columns={[
                { title: text.list.grid, dataIndex: 'name' },
                { title: text.plans.settled, align: 'right', render: (_, one) => shareText(one.done) },
                { title: text.plans.visited, align: 'right', render: (_, one) => shareText(one.visited) },
                {
                  title: text.plans.outcomes,
                  render: (_, one) => one.outcomes.map((it) => `${it.zh} ${shareText(it.share)}`).join('；'),
                },
              ]}
            />
          </Panel>
          {alike.length > 0 && (
            <Panel title={text.plans.alike}>
              {alike.map((group) => (
                <p key={group[0]?.id}>
                  {group.map((one) => (
                    <Link key={one.id} to={`/premises/${one.id}`} style={{ marginRight: 12 }}>
                      {one.name}（{one.grid_name}）
                    </Link>
                  ))}
                </p>
              ))}
            </Panel>
          )}
        </>
      )}
      <ErrorNote problem={gaps.error} onRetry={() => void gaps.refetch()} />
      <Panel title={text.plans.gaps}>
        <Table
          rowKey="kind"
          size="small"
          aria-label={text.plans.gaps}
          pagination={false}
          scroll={{ x: 'max-content' }}
          loading={gaps.isPending}
          dataSource={gaps.data?.gaps ?? []}
          columns={[
            { title: text.plans.gap, render: (_, one) => kinds[one.kind] ?? one.kind },
            { title: text.plans.ofAll, align: 'right', render: (_, one) => `${one.count}/${one.of}` },
            { title: text.plans.keyTypes, align: 'right', dataIndex: 'key_types' },
            {
              title: text.plans.first,
              render: (_, one) => (
                <div style={{ maxWidth: 480 }}>
                  {one.grids.slice(0, 10).map((it) => it.name).join('、')}
                  {one.premises.slice(0, 10).map((it) => (
                    <Link key={it.id} to={`/premises/${it.id}`} style={{ marginRight: 8 }}>
                      {it.name}
                    </Link>
                  ))}
                </div>
              ),
            },
          ]}
        />
      </Panel>
    </>
  )
}
