import { useQuery } from '@tanstack/react-query'
import { Button, Table } from 'antd'
import { useState } from 'react'
import { decidePublicReward, publicRewardsQuery, type PublicReward, type RewardAct } from '../../api/rewards'
import { yuanText } from '../../logic/money'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { RecordName } from '../../parts/RecordName'
import { useText } from '../../text/language'
import { ClaimPanel } from './ClaimPanel'
import { PublicCaps } from './PublicCaps'
import { RewardDialog } from './RewardDialog'
import { RewardState } from './RewardState'
import { RewardSums } from './RewardSums'

/** The reward ledger of the public, without names; and the desk at which a code is shown. */
export function PublicRewards() {
  const text = useText()
  const list = useQuery(publicRewardsQuery)
  const [doing, setDoing] = useState<{ row: PublicReward; act: RewardAct }>()
  const acts = (state: string): RewardAct[] =>
    state === 'proposed' ? ['approve', 'reject'] : state === 'refused' ? ['reject'] : []
  return (
    <>
      <RewardSums rows={list.data ?? []} />
      <ClaimPanel />
      <Panel title={text.rewards.public}>
        <p className="note">{text.rewards.publicHint}</p>
        <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
        <Table
          rowKey="report"
          size="small"
          aria-label={text.rewards.public}
          loading={list.isPending}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={list.data ?? []}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing words={text.rewards.noRows} /> }}
          columns={[
            { title: text.rewards.hazard, width: 260, render: (_, row) => <RecordName id={row.hazard} /> },
            { title: text.rewards.receivedAt, render: (_, row) => <span className="num">{timeText(row.received_at)}</span> },
            { title: text.rewards.granted, align: 'right', render: (_, row) => <span className="num">{yuanText(row.fen)}</span> },
            { title: text.rewards.state, render: (_, row) => <RewardState state={row.state} reason={row.reason} /> },
            {
              title: text.admin.acts,
              render: (_, row) => (
                <span className="row-acts">
                  {acts(row.state).map((act) => (
                    <Button key={act} size="small" danger={act === 'reject'} onClick={() => setDoing({ row, act })}>
                      {act === 'approve' ? text.rewards.approve : text.rewards.reject}
                    </Button>
                  ))}
                </span>
              ),
            },
          ]}
        />
      </Panel>
      <PublicCaps />
      {doing !== undefined && (
        <RewardDialog
          act={doing.act}
          subject={doing.row.report}
          amount={yuanText(doing.row.fen)}
          noteNeeded={doing.act === 'reject'}
          about={
            <>
              <RecordName id={doing.row.hazard} />
              <div>{text.rewards.yuan(yuanText(doing.row.fen))}</div>
            </>
          }
          send={(note) => decidePublicReward(doing.row.report, doing.act === 'approve', note)}
          onClose={() => setDoing(undefined)}
        />
      )}
    </>
  )
}
