import { useQuery } from '@tanstack/react-query'
import { Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { actOnReward, workerRewardsQuery, type RewardAct, type WorkerReward } from '../../api/rewards'
import { yuanText } from '../../logic/money'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { FileLink } from '../../parts/FileLink'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { RecordName } from '../../parts/RecordName'
import { useDatedName } from '../../parts/useDatedName'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { RewardDialog } from './RewardDialog'
import { RewardState } from './RewardState'
import { RewardSums } from './RewardSums'

const ACTS: Record<string, RewardAct[]> = { proposed: ['approve', 'reject'], approved: ['claim'] }

/** The reward ledger of grid workers: what is proposed, approved, paid, and what earns nothing and why. */
export function WorkerRewards() {
  const text = useText()
  const word = useWord()
  const named = useDatedName()
  const list = useQuery(workerRewardsQuery)
  const [doing, setDoing] = useState<{ row: WorkerReward; act: RewardAct }>()
  const names = { approve: text.rewards.approve, reject: text.rewards.reject, claim: text.rewards.pay }
  return (
    <>
      <RewardSums rows={list.data ?? []} />
      <Panel
        title={text.rewards.workers}
        extra={
          <FileLink button="middle" href="/api/v1/rewards.csv" name={named(text.rewards.workers, 'csv')}>
            {text.rewards.exportCsv}
          </FileLink>
        }
      >
        <p className="note">{text.rewards.workersHint}</p>
        <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
        <Table
          rowKey="hazard"
          size="small"
          aria-label={text.rewards.workers}
          loading={list.isPending}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={list.data ?? []}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing words={text.rewards.noRows} /> }}
          columns={[
            { title: text.rewards.hazard, width: 260, render: (_, row) => <RecordName id={row.hazard} /> },
            { title: text.rewards.finder, dataIndex: 'finder_name' },
            { title: text.rewards.tariff, render: (_, row) => word('severity', row.tariff) },
            { title: text.rewards.full, align: 'right', render: (_, row) => <span className="num">{yuanText(row.full_fen)}</span> },
            {
              title: text.rewards.granted,
              align: 'right',
              render: (_, row) => (
                <>
                  <span className="num">{yuanText(row.fen)}</span>
                  {row.fen < row.full_fen && row.state !== 'refused' && (
                    <div className="cell-sub">{text.rewards.cut}</div>
                  )}
                </>
              ),
            },
            {
              title: text.rewards.state,
              render: (_, row) => (
                <>
                  <RewardState state={row.state} reason={row.reason} />
                  {row.looks_like != null && row.state === 'proposed' && <Tag color="orange">{text.rewards.looksLike}</Tag>}
                </>
              ),
            },
            { title: text.rewards.confirmedAt, render: (_, row) => <span className="num">{timeText(row.accepted_at)}</span> },
            {
              title: text.admin.acts,
              render: (_, row) => (
                <span className="row-acts">
                  {(ACTS[row.state] ?? []).map((act) => (
                    <Button key={act} size="small" danger={act === 'reject'} onClick={() => setDoing({ row, act })}>
                      {names[act]}
                    </Button>
                  ))}
                </span>
              ),
            },
          ]}
        />
      </Panel>
      {doing !== undefined && (
        <RewardDialog
          act={doing.act}
          subject={doing.row.hazard}
          amount={yuanText(doing.row.fen)}
          noteNeeded={doing.act === 'reject' || (doing.act === 'approve' && doing.row.looks_like != null)}
          about={
            <>
              <RecordName id={doing.row.hazard} />
              <div>
                {doing.row.finder_name} · {text.rewards.yuan(yuanText(doing.row.fen))}
              </div>
              {doing.row.looks_like != null && (
                <div className="gap-above">
                  <span className="note">{text.rewards.similar}</span>
                  <RecordName id={doing.row.looks_like} />
                </div>
              )}
            </>
          }
          send={(note) => actOnReward(doing.row.hazard, doing.act, note)}
          onClose={() => setDoing(undefined)}
        />
      )}
    </>
  )
}
