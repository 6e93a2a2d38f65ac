import { useQuery } from '@tanstack/react-query'
import { Table, Tag } from 'antd'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { components } from '../../api/schema'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from '../../logic/period'

type Honored = components['schemas']['HonoredView']

/** The honors list, for a person to decide, and the grids to be followed up; of a county by township too. */
export function Honors({ period, county }: { period: Period; county: boolean }) {
  const text = useText()
  const honors = useQuery({
    queryKey: ['honors', period],
    queryFn: () => take(api.GET('/api/v1/honors', { params: { query: period } })),
    retry: false,
  })
  const data = honors.data
  return (
    <>
      <ErrorNote problem={honors.error} onRetry={() => void honors.refetch()} />
      {county && (
        <Panel title={text.figures.byTownship}>
          <Table
            rowKey="grid"
            size="small"
            aria-label={text.figures.byTownship}
            loading={honors.isPending}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            dataSource={data?.townships ?? []}
            columns={[
              { title: text.breakdown.township, dataIndex: 'name' },
              { title: text.scores.honored, dataIndex: 'honored', align: 'right' },
              {
                title: text.scores.open,
                align: 'right',
                render: (_, one) => (
                  <Link to={`/hazards?grid=${one.grid}&open=1`} aria-label={`${one.name} ${text.scores.open} ${String(one.open)}`}>
                    {one.open}
                  </Link>
                ),
              },
              { title: text.scores.overdue, dataIndex: 'overdue', align: 'right' },
              { title: text.scores.escalated, dataIndex: 'escalated', align: 'right' },
            ]}
          />
        </Panel>
      )}
      <div className="pair">
        <Panel title={text.scores.honored}>
          <p className="note">{text.scores.honorsHint}</p>
          <Table<Honored>
            rowKey="worker"
            size="small"
            aria-label={text.scores.honored}
            loading={honors.isPending}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            dataSource={data?.honored ?? []}
            locale={{ emptyText: <Nothing words={text.scores.noneHonored} /> }}
            columns={[
              { title: text.scores.name, dataIndex: 'name' },
              ...(county
                ? [{ title: text.breakdown.township, key: 'townships', render: (_: unknown, one: Honored) => one.townships.join('、') }]
                : []),
              { title: text.scores.points, dataIndex: 'points', align: 'right' },
              {
                title: text.list.flags,
                render: (_, one) => one.review && <Tag color="red">{text.scores.review}</Tag>,
              },
            ]}
          />
        </Panel>
        <Panel title={text.scores.followUp}>
          <Table
            rowKey="grid"
            size="small"
            aria-label={text.scores.followUp}
            loading={honors.isPending}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            dataSource={data?.follow_up ?? []}
            locale={{ emptyText: <Nothing words={text.scores.noFollowUp} /> }}
            columns={[
              { title: text.list.grid, render: (_, one) => <Link to={`/hazards?grid=${one.grid}`}>{one.name}</Link> },
              {
                title: text.scores.open,
                align: 'right',
                render: (_, one) => (
                  <Link to={`/hazards?grid=${one.grid}&open=1`} aria-label={`${one.name} ${text.scores.open} ${String(one.open)}`}>
                    {one.open}
                  </Link>
                ),
              },
              {
                title: text.scores.overdue,
                align: 'right',
                render: (_, one) => (one.overdue > 0 ? <Tag color="red">{one.overdue}</Tag> : '0'),
              },
              { title: text.scores.escalated, dataIndex: 'escalated', align: 'right' },
            ]}
          />
        </Panel>
      </div>
    </>
  )
}
