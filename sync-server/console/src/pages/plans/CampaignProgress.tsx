import { useQuery } from '@tanstack/react-query'
import { Drawer, Progress, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { NumberLink } from '../../parts/NumberLink'
import { PagedRecords } from '../../parts/PagedRecords'
import { Tiles } from '../../parts/Tiles'
import { useText } from '../../text/language'
import { progressQuery } from './campaignsQuery'

interface Left {
  name: string
  premises: string[]
}

/** How a campaign stands, in all and by grid; what is left can be opened. */
export function CampaignProgress({ campaign }: { campaign: string }) {
  const text = useText()
  const progress = useQuery(progressQuery(campaign))
  const [left, setLeft] = useState<Left>()
  const data = progress.data
  if (data === undefined) {
    return progress.error === null ? (
      <Skeleton active />
    ) : (
      <ErrorNote problem={progress.error} onRetry={() => void progress.refetch()} />
    )
  }
  const percent = (done: number, target: number): number =>
    target === 0 ? 0 : Math.min(100, Math.floor((done * 100) / target))
  return (
    <>
      <Tiles
        items={[
          [text.plans.target, data.target],
          [text.plans.done, data.done],
          [text.plans.waiting, data.waiting],
          [text.plans.rate, data.target === 0 ? '—' : `${String(percent(data.done, data.target))}%`],
        ]}
      />
      <Panel title={data.name}>
        <Table
          rowKey="grid"
          size="small"
          aria-label={data.name}
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={data.grids}
          columns={[
            { title: text.list.grid, dataIndex: 'name' },
            { title: text.plans.inScope, dataIndex: 'in_scope', align: 'right' },
            { title: text.plans.target, dataIndex: 'target', align: 'right' },
            { title: text.plans.done, dataIndex: 'done', align: 'right' },
            { title: text.plans.waiting, dataIndex: 'waiting', align: 'right' },
            {
              title: text.plans.rate,
              width: 180,
              render: (_, one) =>
                one.target === 0 ? (
                  '—'
                ) : (
                  <Progress
                    aria-label={`${one.name} ${text.plans.rate}`}
                    percent={percent(one.done, one.target)}
                    size="small"
                    status="normal"
                  />
                ),
            },
            {
              title: text.plans.left,
              align: 'right',
              render: (_, one) =>
                one.left.length === 0 ? (
                  '0'
                ) : (
                  <NumberLink
                    label={text.plans.leftOf(one.name)}
                    onOpen={() => setLeft({ name: one.name, premises: one.left })}
                  >
                    {one.left.length}
                  </NumberLink>
                ),
            },
          ]}
        />
      </Panel>
      <Drawer
        open={left !== undefined}
        size={520}
        title={text.plans.leftOf(left?.name ?? '')}
        onClose={() => setLeft(undefined)}
      >
        {left !== undefined && <PagedRecords ids={left.premises} />}
      </Drawer>
    </>
  )
}
