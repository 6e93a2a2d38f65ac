import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Table } from 'antd'
import { useState } from 'react'
import { meQuery } from '../../api/queries'
import { scoreListQuery } from '../../api/scores'
import { mayDo } from '../../app/menu'
import { scoresByTownship } from '../../logic/scoresByTownship'
import { ErrorNote } from '../../parts/ErrorNote'
import { FileLink } from '../../parts/FileLink'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import type { Period } from '../../logic/period'
import { ScoreCard } from './ScoreCard'
import { TownshipScoresTable } from './TownshipScoresTable'

/** Workers by points, and the card of each, of a county with its townships; a worker finds the own card. */
export function Scores({ period, county }: { period: Period; county: boolean }) {
  const text = useText()
  const me = useQuery(meQuery).data
  const all = mayDo(me, ['person_manage'])
  const list = useQuery({ ...scoreListQuery(period), enabled: all })
  const [opened, setOpened] = useState<{ worker: string; name: string }>()
  const mine = me?.grants.some((grant) => grant.role === 'grid_worker') ?? false
  const { kind, on } = period
  const query = new URLSearchParams({ kind, ...(on === undefined ? {} : { on }) }).toString()
  return (
    <>
      {me !== undefined && mine && (
        <Panel title={text.scores.mine}>
          <ScoreCard worker={me.user} period={period} />
        </Panel>
      )}
      <Panel
        title={text.scores.title}
        extra={
          all && (
            <FileLink
              button="middle"
              href={`/api/v1/scores.csv?${query}`}
              name={`${[text.scores.title, text.figures[kind], on].filter(Boolean).join('-')}.csv`}
            >
              {text.scores.exportCsv}
            </FileLink>
          )
        }
      >
        <p className="note">{all ? text.scores.hint : text.scores.noneMine}</p>
        <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
        {all && county && <TownshipScoresTable lines={scoresByTownship(list.data ?? [])} />}
        {all && (
          <Table
            rowKey="worker"
            size="small"
            aria-label={text.scores.title}
            loading={list.isPending}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            dataSource={list.data ?? []}
            locale={{ emptyText: <Nothing words={text.nothing} /> }}
            columns={[
              { title: text.scores.place, dataIndex: 'place', width: 70 },
              { title: text.scores.name, dataIndex: 'name' },
              ...(county ? [{ title: text.breakdown.township, dataIndex: 'townships' }] : []),
              {
                title: text.scores.card,
                render: (_, one) => (
                  <Button size="small" aria-label={`${text.open} ${one.name}`} onClick={() => setOpened(one)}>
                    {text.open}
                  </Button>
                ),
              },
              { title: text.scores.points, dataIndex: 'points', align: 'right' },
              { title: text.scores.grids, dataIndex: 'grids', align: 'right' },
              { title: text.scores.certified, render: (_, one) => (one.certified === '是' ? text.yes : text.no) },
            ]}
          />
        )}
      </Panel>
      <Drawer
        open={opened !== undefined}
        size={640}
        title={`${text.scores.card} · ${opened?.name ?? ''}`}
        onClose={() => setOpened(undefined)}
      >
        {opened !== undefined && <ScoreCard worker={opened.worker} period={period} />}
      </Drawer>
    </>
  )
}
