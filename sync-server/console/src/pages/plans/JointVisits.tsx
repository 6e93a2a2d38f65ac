import { useQuery } from '@tanstack/react-query'
import { Checkbox, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { dayText } from '../../logic/time'
import { CsvButton } from '../../parts/CsvButton'
import { ErrorNote } from '../../parts/ErrorNote'
import { GridSelect } from '../../parts/GridSelect'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useNow } from '../../parts/useNow'
import { useAgencyName } from '../../parts/useAgencyName'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

/** Visits that several agencies owe to one premises, to be made as one; warns of a second visit. */
export function JointVisits() {
  const text = useText()
  const word = useWord()
  const now = useNow()
  const [search, setSearch] = useSearchParams()
  const grid = search.get('grid') ?? ''
  const [warned, setWarned] = useState(false)
  const grids = useQuery(gridsQuery).data ?? []
  const visits = useQuery({
    queryKey: ['joint-visits', grid],
    queryFn: () => take(api.GET('/api/v1/joint-visits', { params: { query: grid === '' ? {} : { grid } } })),
    retry: false,
  })
  const today = now === undefined ? '' : dayText(now)
  const agencyName = useAgencyName()
  const lines = (visits.data ?? []).filter((one) => !warned || one.recent != null)
  const recentText = (recent: { on: string; agencies: string[] }): string =>
    text.plans.jointRecent(recent.on, recent.agencies.map(agencyName).join('、'))
  return (
    <>
      <p className="note">{text.plans.jointHint}</p>
      <div className="filters" style={{ alignItems: 'center' }}>
        <GridSelect value={grid} width={220} onChange={(value) => setSearch(value === '' ? {} : { grid: value })} />
        <Checkbox checked={warned} onChange={(event) => setWarned(event.target.checked)}>
          {text.plans.jointWarned}
        </Checkbox>
        {visits.data !== undefined && <span className="note">{text.total(lines.length)}</span>}
        <CsvButton
          name={`${text.plans.joint}-${today}`}
          rows={[
            [text.list.where, text.list.grid, text.plans.jointBy, text.plans.jointAgencies, text.plans.jointWarning],
            ...lines.map((one) => [
              one.name,
              grids.find((it) => it.id === one.grid)?.name ?? '',
              one.by,
              one.agencies.map((agency) => `${agency.name} ${agency.due}`).join('；'),
              one.recent == null ? '' : recentText(one.recent),
            ]),
          ]}
        />
      </div>
      <ErrorNote problem={visits.error} onRetry={() => void visits.refetch()} />
      <Panel>
        <Table
          rowKey="premises"
          size="small"
          aria-label={text.plans.joint}
          loading={visits.isFetching && visits.data === undefined}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={lines}
          locale={{ emptyText: <Nothing words={text.plans.noJoint} /> }}
          columns={[
            {
              title: text.list.where,
              render: (_, one) => (
                <div style={{ maxWidth: 320 }}>
                  <Link to={`/premises/${one.premises}`}>{one.name}</Link>
                  <div className="cell-sub">{one.address}</div>
                </div>
              ),
            },
            { title: text.list.grid, render: (_, one) => grids.find((it) => it.id === one.grid)?.name ?? '' },
            { title: text.map.grade, render: (_, one) => word('grade', one.grade) },
            {
              title: text.plans.jointBy,
              render: (_, one) => (
                <>
                  <span className="num">{one.by}</span>{' '}
                  {today !== '' && one.by < today && <Tag color="red">{text.plans.jointLate}</Tag>}
                </>
              ),
            },
            {
              title: text.plans.jointAgencies,
              render: (_, one) =>
                one.agencies.map((agency) => (
                  <div key={agency.code}>
                    {agency.name} <span className="note num">{text.plans.jointDue(agency.due)}</span>
                  </div>
                )),
            },
            {
              title: text.plans.jointWarning,
              render: (_, one) =>
                one.recent != null && (
                  <div style={{ maxWidth: 260 }}>
                    <Tag color="orange">{text.plans.jointSecond}</Tag>
                    <div className="cell-sub">
                      <Link to={`/review/${one.recent.inspection}`}>{recentText(one.recent)}</Link>
                    </div>
                  </div>
                ),
            },
          ]}
        />
      </Panel>
    </>
  )
}
