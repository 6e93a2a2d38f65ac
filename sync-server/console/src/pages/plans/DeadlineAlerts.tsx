import { useQuery } from '@tanstack/react-query'
import { Table, Tag } from 'antd'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { dayText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

/** The hazards whose deadline draws near. */
export function DeadlineAlerts() {
  const text = useText()
  const alerts = useQuery({
    queryKey: ['deadline-alerts'],
    queryFn: () => take(api.GET('/api/v1/deadline-alerts')),
  })
  return (
    <>
      <p className="note">{text.plans.alertsHint}</p>
      <ErrorNote problem={alerts.error} onRetry={() => void alerts.refetch()} />
      <Panel>
        <Table
          rowKey="hazard"
          size="small"
          aria-label={text.plans.alerts}
          loading={alerts.isPending}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={alerts.data ?? []}
          locale={{ emptyText: <Nothing words={text.plans.noAlerts} /> }}
          columns={[
            {
              title: text.list.what,
              render: (_, one) => (
                <div style={{ maxWidth: 260 }}>
                  <Link to={`/hazards/${one.hazard}`}>{one.title}</Link>
                </div>
              ),
            },
            { title: text.list.due, render: (_, one) => <span className="num">{dayText(one.due - 1)}</span> },
            {
              title: text.list.status,
              render: (_, one) => (
                <Tag color={one.owed || one.days_left <= 1 ? 'red' : 'orange'}>
                  {one.owed ? text.plans.owedLate : text.plans.daysLeft(one.days_left)}
                </Tag>
              ),
            },
            { title: text.plans.why, render: (_, one) => one.owed ?? text.plans.alertDay(one.day) },
          ]}
        />
      </Panel>
    </>
  )
}
