import { useQuery } from '@tanstack/react-query'
import { Checkbox, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { usePackOptions } from '../../parts/usePackOptions'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

const GRID = 'GRID'

/** What an agency has to visit, and how late it is. */
export function AgencyPlan() {
  const text = useText()
  const word = useWord()
  const pack = usePackOptions()
  const [search, setSearch] = useSearchParams()
  const [lateOnly, setLateOnly] = useState(false)
  const agency = search.get('agency') ?? GRID
  const plan = useQuery({
    queryKey: ['plan', agency],
    queryFn: () => take(api.GET('/api/v1/plans/{agency}', { params: { path: { agency } } })),
    retry: false,
  })
  const categories = new Map(pack.categories.map((one) => [one.value, one.label]))
  const lines = (plan.data ?? []).filter((line) => !lateOnly || line.days_late > 0)
  return (
    <>
      <p className="note">{text.plans.agenciesHint}</p>
      <div className="filters" style={{ alignItems: 'center' }}>
        <Select
          aria-label={text.plans.agency}
          style={{ width: 220 }}
          value={agency}
          showSearch={{ optionFilterProp: 'label' }}
          options={[{ value: GRID, label: text.plans.grid }, ...pack.departments]}
          onChange={(value) => setSearch({ agency: value })}
        />
        <Checkbox checked={lateOnly} onChange={(event) => setLateOnly(event.target.checked)}>
          {text.plans.lateOnly}
        </Checkbox>
        {plan.data !== undefined && <span className="note">{text.total(lines.length)}</span>}
      </div>
      <ErrorNote problem={plan.error} onRetry={() => void plan.refetch()} />
      <Panel>
        <Table
          rowKey="premises"
          size="small"
          aria-label={text.plans.agencies}
          loading={plan.isFetching && plan.data === undefined}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={lines}
          locale={{ emptyText: <Nothing words={text.plans.noPlan} /> }}
          columns={[
            {
              title: text.list.where,
              render: (_, line) => (
                <div style={{ maxWidth: 320 }}>
                  <Link to={`/premises/${line.premises}`}>{line.name}</Link>
                  <div className="cell-sub">{line.address}</div>
                </div>
              ),
            },
            { title: text.list.category, render: (_, line) => categories.get(line.category) ?? line.category },
            { title: text.map.grade, render: (_, line) => word('grade', line.grade) },
            { title: text.plans.due, render: (_, line) => <span className="num">{line.due}</span> },
            {
              title: text.list.status,
              render: (_, line) =>
                line.days_late > 0 ? (
                  <Tag color="red">{text.plans.late(line.days_late)}</Tag>
                ) : (
                  <Tag>{text.plans.inTime}</Tag>
                ),
            },
            { title: text.plans.reason, render: (_, line) => text.plans.reasons[line.reason] ?? line.reason },
          ]}
        />
      </Panel>
    </>
  )
}
