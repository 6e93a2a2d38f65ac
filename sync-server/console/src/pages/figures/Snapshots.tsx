import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Modal, Table } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { meQuery, summaryQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { dayText, timeText } from '../../logic/time'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from './period'

/** Frozen figures; what came late stands beside them, never in their place. */
export function Snapshots({ period }: { period: Period }) {
  const text = useText()
  const words = useProblemWords()
  const client = useQueryClient()
  const { message } = App.useApp()
  const me = useQuery(meQuery).data
  const now = useQuery(summaryQuery).data?.now
  const [opened, setOpened] = useState<string>()
  const list = useQuery({
    queryKey: ['snapshots', period.kind],
    queryFn: () => take(api.GET('/api/v1/snapshots', { params: { query: { kind: period.kind } } })),
    retry: false,
  })
  const late = useQuery({
    queryKey: ['adjustments', opened],
    queryFn: () =>
      take(
        api.GET('/api/v1/snapshots/{digest}/adjustments', { params: { path: { digest: opened ?? '' } } }),
      ),
    enabled: opened !== undefined,
    retry: false,
  })
  const freeze = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/snapshots', {
          params: { header: csrf },
          body: {
            kind: period.kind,
            on: period.on ?? dayText(now ?? 0),
            ...(period.grid === undefined ? {} : { grid: period.grid }),
          } as never,
        }),
      ),
    onSuccess: () => {
      void message.success(text.figures.frozen)
      void client.invalidateQueries({ queryKey: ['snapshots'] })
    },
    onError: (problem) => void message.error(words(problem)),
  })
  return (
    <Panel
      title={text.figures.snapshots}
      extra={
        mayDo(me, ['ledger_export']) ? (
          <Button loading={freeze.isPending} onClick={() => freeze.mutate()}>
            {text.figures.freeze}
          </Button>
        ) : undefined
      }
    >
      <p className="note">{text.figures.freezeHint}</p>
      <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
      <Table
        rowKey="digest"
        size="small"
        pagination={false}
        loading={list.isPending}
        dataSource={list.data ?? []}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.figures.noSnapshots} /> }}
        columns={[
          { title: text.figures.period, dataIndex: 'period' },
          { title: text.list.grid, dataIndex: 'grid_name' },
          {
            title: text.figures.score,
            render: (_, one) => (one.hundredths == null ? '—' : (one.hundredths / 100).toFixed(2)),
          },
          { title: text.figures.frozenAt, render: (_, one) => timeText(one.frozen_at) },
          {
            title: text.figures.digest,
            render: (_, one) => (
              <a href={`/api/v1/snapshots/${one.digest}`} target="_blank" rel="noreferrer">
                {one.digest.slice(0, 12)}
              </a>
            ),
          },
          {
            title: text.figures.adjustments,
            render: (_, one) => (
              <Button size="small" onClick={() => setOpened(one.digest)}>
                {text.open}
              </Button>
            ),
          },
        ]}
      />
      <Modal
        open={opened !== undefined}
        title={text.figures.adjustments}
        footer={null}
        onCancel={() => setOpened(undefined)}
      >
        <ErrorNote problem={late.error} />
        {late.data !== undefined && late.data.adjustments.length === 0 && (
          <span className="note">{text.nothing}</span>
        )}
        {(late.data?.adjustments ?? []).map((one, index) => (
          <pre key={String(index)} style={{ whiteSpace: 'pre-wrap', fontSize: 13 }}>
            {JSON.stringify(one, null, 1)}
          </pre>
        ))}
      </Modal>
    </Panel>
  )
}
