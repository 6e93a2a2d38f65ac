import { useQuery } from '@tanstack/react-query'
import { Table, Tag } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { dayText } from '../../logic/time'
import { DayPick } from '../../parts/DayPick'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'

/** The enforcement quotas of the year, and how far each township is. */
export function Quotas() {
  const text = useText()
  const now = useNow()
  const [day, setDay] = useState('')
  const on = day === '' && now !== undefined ? dayText(now) : day
  const quotas = useQuery({
    queryKey: ['quotas', on],
    queryFn: () => take(api.GET('/api/v1/enforcement-quotas', { params: { query: { on } } })),
    enabled: on !== '',
    retry: false,
  })
  return (
    <>
      <p className="note">{text.staffing.quotasHint}</p>
      <div className="filters">
        <DayPick label={text.staffing.on} value={on} onChange={setDay} />
      </div>
      <ErrorNote problem={quotas.error} onRetry={() => void quotas.refetch()} />
      <Panel>
        <Table
          rowKey="township"
          size="small"
          aria-label={text.staffing.quotas}
          loading={quotas.isPending}
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={quotas.data ?? []}
          locale={{ emptyText: <Nothing words={text.staffing.noQuotas} /> }}
          columns={[
            { title: text.staffing.township, dataIndex: 'name' },
            { title: text.staffing.owed, dataIndex: 'owed', align: 'right' },
            { title: text.staffing.owedSoFar, dataIndex: 'owed_so_far', align: 'right' },
            { title: text.staffing.doneSoFar, dataIndex: 'done', align: 'right' },
            {
              title: text.staffing.lag,
              render: (_, row) => (row.short > 0 ? <Tag color="red">{row.short}</Tag> : '0'),
            },
            ...Array.from({ length: 12 }, (_, month) => ({
              title: text.staffing.month(month + 1),
              key: String(month),
              align: 'right' as const,
              render: (_: unknown, row: { done_by_month: number[] }) => row.done_by_month[month] ?? 0,
            })),
          ]}
        />
      </Panel>
    </>
  )
}
