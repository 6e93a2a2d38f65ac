import { useQuery } from '@tanstack/react-query'
import { Modal, Table } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { NumberLink } from '../../parts/NumberLink'
import { Nothing } from '../../parts/Nothing'
import { useFocusBack } from '../../parts/useFocusBack'
import { useText } from '../../text/language'
import { GroupsDrawer, type Groups } from './GroupsDrawer'

interface Adjustment {
  code: string
  frozen: Parts
  now: Parts
  newly_met: string[]
  came_in: string[]
  no_longer_met: string[]
  dropped_out: string[]
}

interface Parts {
  numerator: number
  denominator: number
}

const parts = (it: Parts): string => `${String(it.numerator)}/${String(it.denominator)}`

/** What came after the figures were frozen, beside them; each number opens the records it is made of. */
export function Adjustments({ digest, onClose }: { digest: string; onClose: () => void }) {
  const text = useText()
  const [rows, setRows] = useState<Groups>()
  useFocusBack()
  const late = useQuery({
    queryKey: ['adjustments', digest],
    queryFn: () => take(api.GET('/api/v1/snapshots/{digest}/adjustments', { params: { path: { digest } } })),
    retry: false,
  })
  const name = (code: string): string => text.figures.names[code] ?? code
  const opener = (title: string, groups: Groups['groups']) => {
    const count = groups.reduce((sum, group) => sum + group.ids.length, 0)
    if (count === 0) return '0'
    return (
      <NumberLink
        label={title}
        onOpen={() => setRows({ title, groups: groups.filter((group) => group.ids.length > 0) })}
      >
        {count}
      </NumberLink>
    )
  }
  return (
    <Modal open width={720} title={text.figures.adjustments} footer={null} onCancel={onClose}>
      <ErrorNote problem={late.error} />
      <Table
        rowKey="code"
        size="small"
        pagination={false}
        loading={late.isPending}
        scroll={{ x: 'max-content' }}
        dataSource={(late.data?.adjustments ?? []) as unknown as Adjustment[]}
        locale={{ emptyText: <Nothing words={text.figures.noAdjustments} /> }}
        columns={[
          { title: text.list.name, render: (_, one) => name(one.code) },
          { title: text.figures.thenFrozen, render: (_, one) => parts(one.frozen) },
          { title: text.figures.now, render: (_, one) => parts(one.now) },
          {
            title: text.figures.counted,
            render: (_, one) =>
              opener(`${name(one.code)} · ${text.figures.counted}`, [
                { label: text.figures.newlyMet, ids: one.newly_met },
                { label: text.figures.cameIn, ids: one.came_in },
              ]),
          },
          {
            title: text.figures.dropped,
            render: (_, one) =>
              opener(`${name(one.code)} · ${text.figures.dropped}`, [
                { label: text.figures.noLongerMet, ids: one.no_longer_met },
                { label: text.figures.droppedOut, ids: one.dropped_out },
              ]),
          },
        ]}
      />
      <GroupsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </Modal>
  )
}
