import { useQuery } from '@tanstack/react-query'
import { Button, Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { drawQuery, type DrawLine } from '../../api/draws'
import { mayReveal } from '../../logic/drawPlan'
import { dayText, timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { Panel } from '../../parts/Panel'
import { RecordName } from '../../parts/RecordName'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'
import { DrawDialog } from './DrawDialog'
import { DrawState } from './DrawState'
import { PendingRequests } from './PendingRequests'
import { ReplaceDialog } from './ReplaceDialog'
import { WithdrawDialog } from './WithdrawDialog'

/** One draw: what was announced, what was drawn, who stepped in for whom. */
export function DrawCard({ id }: { id: string }) {
  const text = useText()
  const { draws } = text
  const now = useNow()
  const [drawing, setDrawing] = useState(false)
  const [withdrawing, setWithdrawing] = useState(false)
  const [line, setLine] = useState<DrawLine>()
  const found = useQuery(drawQuery(id))
  const draw = found.data
  if (draw === undefined) return <ErrorNote problem={found.error} onRetry={() => void found.refetch()} />
  const { drawn } = draw
  const open = !draw.is_drawn && draw.withdrawn == null
  const may = mayReveal(draw, now === undefined ? '' : dayText(now))
  const names = new Map(drawn?.lines.flatMap((one) => one.team.map((it): [string, string] => [it.inspector, it.name])))
  return (
    <>
      <Panel
        title={draw.title}
        extra={
          open ? (
            <>
              {!may && <Button onClick={() => setWithdrawing(true)}>{draws.withdraw}</Button>}
              <Button type="primary" disabled={!may} onClick={() => setDrawing(true)}>
                {draws.reveal}
              </Button>
            </>
          ) : undefined
        }
      >
        {open && !may && <p className="note">{draws.tooEarly(draw.public_value_on)}</p>}
        <Facts
          rows={[
            [draws.state, <DrawState key="state" draw={draw} />],
            [draws.withdrawnWhy, draw.withdrawn ?? ''],
            [draws.authority, draw.authority],
            [draws.round, String(draw.round)],
            [draws.announcedAt, timeText(draw.announced_at)],
            [draws.targets, `${String(draw.targets)}（${draws.ofWhich(draw.excluded)}）`],
            [draws.source, draw.public_source],
            [draws.valueOn, draw.public_value_on],
            [draws.value, drawn?.public_value ?? ''],
            [draws.commit, <code key="commit">{draw.commit}</code>],
            [draws.inputsHash, <code key="inputs">{draw.inputs_hash}</code>],
            [draws.seed, drawn == null ? '' : <code key="seed">{drawn.seed}</code>],
          ]}
        />
        <p className="row-acts">
          <a href={draw.page} target="_blank" rel="noreferrer">
            {draws.publicPage}
          </a>
          <a href={draw.file} download>
            {draws.recordFile}
          </a>
        </p>
      </Panel>
      {drawn != null && (
        <Panel title={draws.result}>
          <Table<DrawLine>
            rowKey="target"
            size="small"
            aria-label={draws.result}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            dataSource={drawn.lines}
            columns={[
              { title: draws.stratum, dataIndex: 'stratum' },
              { title: draws.rank, dataIndex: 'rank', align: 'right' },
              { title: draws.premises, render: (_, one) => <Link to={`/premises/${one.target}`}>{one.name}</Link> },
              { title: draws.team, render: (_, one) => one.team.map((it) => it.name).join('、') },
              {
                title: text.admin.acts,
                render: (_, one) => (
                  <Button size="small" onClick={() => setLine(one)}>
                    {draws.replace}
                  </Button>
                ),
              },
            ]}
          />
        </Panel>
      )}
      {drawn != null && drawn.requests.length > 0 && (
        <PendingRequests draw={draw.draw} requests={drawn.requests} names={names} />
      )}
      {drawn != null && drawn.replacements.length > 0 && (
        <Panel title={draws.replacements}>
          <Table
            rowKey={(one) => `${one.target}/${one.inspector ?? ''}`}
            size="small"
            aria-label={draws.replacements}
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={drawn.replacements}
            columns={[
              { title: draws.premises, render: (_, one) => <RecordName id={one.target} /> },
              {
                title: draws.fell,
                render: (_, one) =>
                  one.inspector == null ? draws.premises : `${draws.inspector} ${names.get(one.inspector) ?? ''}`.trim(),
              },
              { title: draws.reason, dataIndex: 'reason' },
            ]}
          />
        </Panel>
      )}
      {drawing && <DrawDialog draw={draw} onClose={() => setDrawing(false)} />}
      {withdrawing && <WithdrawDialog draw={draw} onClose={() => setWithdrawing(false)} />}
      {line !== undefined && <ReplaceDialog draw={draw.draw} line={line} onClose={() => setLine(undefined)} />}
    </>
  )
}
