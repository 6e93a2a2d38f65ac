import { useQuery } from '@tanstack/react-query'
import { Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { GridSelect } from '../../parts/GridSelect'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

const MOST = 200

/** Premises to visit next, each with its reasons: for a person to decide. */
export function NextVisits() {
  const text = useText()
  const word = useWord()
  const [grid, setGrid] = useState('')
  const next = useQuery({
    queryKey: ['next-visits', grid],
    queryFn: () =>
      take(
        api.GET('/api/v1/next-visits', {
          params: { query: { limit: MOST, ...(grid === '' ? {} : { grid }) } },
        }),
      ),
    retry: false,
  })
  return (
    <>
      <p className="note">{text.plans.nextHint}</p>
      <div className="filters">
        <GridSelect value={grid} onChange={setGrid} width={220} />
      </div>
      <ErrorNote problem={next.error} onRetry={() => void next.refetch()} />
      <Panel>
        <Table
          rowKey="id"
          size="small"
          aria-label={text.plans.next}
          loading={next.isPending}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={next.data ?? []}
          locale={{ emptyText: <Nothing words={text.plans.noNext} /> }}
          columns={[
            {
              title: text.list.where,
              render: (_, one) => (
                <>
                  <Link to={`/premises/${one.id}`}>{one.name}</Link> {one.left_in_peace && <Tag>{text.plans.leftInPeace}</Tag>}
                </>
              ),
            },
            { title: text.map.grade, render: (_, one) => word('grade', one.grade) },
            { title: text.plans.score, dataIndex: 'score', align: 'right' },
            {
              title: text.plans.due,
              render: (_, one) => (
                <>
                  <span className="num">{one.due ?? '—'}</span>{' '}
                  {one.days_over != null && one.days_over > 0 && (
                    <Tag color="red">{text.plans.late(one.days_over)}</Tag>
                  )}
                </>
              ),
            },
            { title: text.plans.openHazards, dataIndex: 'open_hazards', align: 'right' },
            { title: text.plans.lastVisit, render: (_, one) => one.last_visit ?? text.plans.never },
            {
              title: text.plans.why,
              render: (_, one) => (
                <div style={{ maxWidth: 360 }}>
                  {one.reasons.map((reason) => (
                    <div key={reason} className="cell-sub">
                      {reason}
                    </div>
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
