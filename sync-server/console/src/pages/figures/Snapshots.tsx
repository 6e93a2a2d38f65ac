import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Table } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { ApiProblem, take } from '../../api/problem'
import { gridsQuery, meQuery } from '../../api/queries'
import { snapshotList } from '../../api/snapshots'
import { mayDo } from '../../app/menu'
import { dayText, timeText } from '../../logic/time'
import { AskFirst } from '../../parts/AskFirst'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { FileLink } from '../../parts/FileLink'
import { ListFoot } from '../../parts/ListFoot'
import { Panel } from '../../parts/Panel'
import { Nothing } from '../../parts/Nothing'
import { useNow } from '../../parts/useNow'
import { hundredthsText } from '../../logic/percent'
import { useText } from '../../text/language'
import { Adjustments } from './Adjustments'
import { AssessmentDialog } from './AssessmentDialog'
import { FreezingBar } from './FreezingBar'
import type { Period } from '../../logic/period'

/** The paper of a snapshot is asked for by the first half of its hash, as an id. */
const paperId = (digest: string): string =>
  digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** What a file of a snapshot is called: the period and the grid that it holds. */
const fileName = (one: { period: string; grid_name: string }): string => `${one.period}-${one.grid_name}`

/** The relay freezes one period at a time, and another one is told to wait. */
const isBusy = (problem: unknown): boolean => problem instanceof ApiProblem && problem.status === 503

/** Frozen figures; what came late stands beside them, never in their place. */
export function Snapshots({ period }: { period: Period }) {
  const text = useText()
  const words = useProblemWords()
  const client = useQueryClient()
  const { message } = App.useApp()
  const me = useQuery(meQuery).data
  const now = useNow()
  const grids = useQuery(gridsQuery).data ?? []
  const on = period.on ?? dayText(now ?? 0)
  const where = grids.find((grid) => grid.id === period.grid)?.name ?? text.figures.everywhere
  const [opened, setOpened] = useState<string>()
  const [assessed, setAssessed] = useState<string>()
  const list = useInfiniteQuery(snapshotList(period.kind))
  const shown = list.data?.pages.flatMap((page) => page.items) ?? []
  const freeze = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/snapshots', {
          params: { header: csrf },
          body: {
            kind: period.kind,
            on,
            ...(period.grid === undefined ? {} : { grid: period.grid }),
          } as never,
        }),
      ),
    onMutate: () => void client.invalidateQueries({ queryKey: ['freezing'] }),
    onSuccess: () => {
      void message.success(text.figures.frozen)
      void client.invalidateQueries({ queryKey: ['snapshots'] })
    },
    onError: (problem) => {
      // The bar says which one is under way.
      if (isBusy(problem)) void client.invalidateQueries({ queryKey: ['freezing'] })
      else void message.error(words(problem))
    },
  })
  const mayFreeze = mayDo(me, ['ledger_export'])
  return (
    <Panel
      title={text.figures.snapshots}
      extra={
        mayFreeze ? (
          <AskFirst title={text.figures.freezeAsk(text.figures[period.kind], on, where)} onYes={() => freeze.mutate()}>
            <Button loading={freeze.isPending}>{text.figures.freeze}</Button>
          </AskFirst>
        ) : undefined
      }
    >
      <p className="note">{text.figures.freezeHint}</p>
      {isBusy(freeze.error) && (
        <Alert type="warning" role="alert" className="gap-below" title={text.figures.freezeBusy} />
      )}
      {mayFreeze && <FreezingBar asked={freeze.isPending} />}
      <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
      <Table
        rowKey="digest"
        size="small"
        pagination={false}
        loading={list.isPending}
        dataSource={shown}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing words={text.figures.noSnapshots} /> }}
        columns={[
          { title: text.figures.period, dataIndex: 'period' },
          { title: text.list.grid, dataIndex: 'grid_name' },
          {
            title: text.figures.score,
            render: (_, one) => hundredthsText(one.hundredths),
          },
          { title: text.figures.frozenAt, render: (_, one) => timeText(one.frozen_at) },
          {
            title: text.figures.digest,
            render: (_, one) => (
              <FileLink href={`/api/v1/snapshots/${one.digest}`} name={`${fileName(one)}.json`}>
                {one.digest.slice(0, 12)}
              </FileLink>
            ),
          },
          {
            title: text.figures.export,
            render: (_, one) => (
              <span className="row-acts">
                <FileLink href={`/api/v1/snapshots/${one.digest}/figures.xlsx`} name={`${fileName(one)}.xlsx`}>
                  XLSX
                </FileLink>
                <FileLink href={`/api/v1/papers/snapshot/${paperId(one.digest)}`}>PDF</FileLink>
              </span>
            ),
          },
          {
            title: text.scores.assessment,
            render: (_, one) => (
              <Button size="small" onClick={() => setAssessed(one.digest)}>
                {text.open}
              </Button>
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
      <ListFoot
        shown={shown.length}
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
      {assessed !== undefined && (
        <AssessmentDialog digest={assessed} onClose={() => setAssessed(undefined)} />
      )}
      {opened !== undefined && <Adjustments digest={opened} onClose={() => setOpened(undefined)} />}
    </Panel>
  )
}
