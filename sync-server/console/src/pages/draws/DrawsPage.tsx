import { useQuery } from '@tanstack/react-query'
import { Button, Table } from 'antd'
import { useState } from 'react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { drawsQuery, type DrawSummary } from '../../api/draws'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { nextRound } from '../../logic/drawPlan'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { PageHead } from '../../parts/PageHead'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { AnnounceDialog } from './AnnounceDialog'
import { DrawCard } from './DrawCard'
import { DrawState } from './DrawState'

/** Random draws of premises and inspectors: announced, drawn, published. */
export default function DrawsPage() {
  const text = useText()
  const { draws } = text
  const navigate = useNavigate()
  const { id } = useParams()
  const me = useQuery(meQuery).data
  const list = useQuery(drawsQuery)
  const [announcing, setAnnouncing] = useState(false)
  if (me !== undefined && !mayDo(me, ['draw_manage'])) return <Navigate to="/" replace />
  return (
    <div className="page">
      <PageHead title={draws.title}>
        <a href="/public/draws" target="_blank" rel="noreferrer">
          {draws.publicPage}
        </a>
        <Button type="primary" disabled={list.data === undefined} onClick={() => setAnnouncing(true)}>
          {draws.announce}
        </Button>
      </PageHead>
      <p className="note">{draws.hint}</p>
      <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
      <Panel title={draws.list}>
        <Table<DrawSummary>
          rowKey="draw"
          size="small"
          aria-label={draws.list}
          loading={list.isPending}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={list.data ?? []}
          locale={{ emptyText: <Nothing words={draws.none} /> }}
          columns={[
            {
              title: draws.name,
              render: (_, one) => (
                <div style={{ maxWidth: 360 }}>
                  <Link to={`/draws/${one.draw}`} {...(one.draw === id ? { 'aria-current': 'true' as const } : {})}>
                    {one.title}
                  </Link>
                  <div className="cell-sub">{one.authority}</div>
                </div>
              ),
            },
            { title: draws.round, dataIndex: 'round', align: 'right' },
            {
              title: draws.state,
              render: (_, one) => <DrawState draw={one} />,
            },
            { title: draws.targets, dataIndex: 'targets', align: 'right' },
            { title: draws.announcedAt, render: (_, one) => <span className="num">{timeText(one.announced_at)}</span> },
            { title: draws.valueOn, render: (_, one) => <span className="num">{one.public_value_on}</span> },
            {
              title: draws.publicPage,
              render: (_, one) => (
                <a href={one.page} target="_blank" rel="noreferrer">
                  {text.open}
                </a>
              ),
            },
          ]}
        />
      </Panel>
      {id !== undefined && <DrawCard key={id} id={id} />}
      {announcing && (
        <AnnounceDialog
          round={nextRound(list.data ?? [])}
          onDone={({ draw }) => {
            setAnnouncing(false)
            void navigate(`/draws/${draw}`)
          }}
          onClose={() => setAnnouncing(false)}
        />
      )}
    </div>
  )
}
