import { useQuery } from '@tanstack/react-query'
import { Modal, Table } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { NumberLink } from '../../parts/NumberLink'
import { PagedRecords } from '../../parts/PagedRecords'
import { useFocusBack } from '../../parts/useFocusBack'
import { useText } from '../../text/language'

/** The assessment pack of a frozen score: every item with its numbers, and what is to be explained. */
export function AssessmentDialog({ digest, onClose }: { digest: string; onClose: () => void }) {
  const text = useText()
  const [item, setItem] = useState<string>()
  useFocusBack()
  const pack = useQuery({
    queryKey: ['assessment', digest],
    queryFn: () => take(api.GET('/api/v1/snapshots/{digest}/assessment', { params: { path: { digest } } })),
    retry: false,
  })
  const data = pack.data
  const opened = data?.items.find((one) => one.code === item)
  return (
    <Modal
      open
      width={820}
      footer={null}
      title={data === undefined ? text.scores.assessment : `${text.scores.assessment} · ${data.grid_name} · ${data.period}`}
      onCancel={onClose}
    >
      <ErrorNote problem={pack.error} onRetry={() => void pack.refetch()} />
      <Table
        rowKey="code"
        size="small"
        aria-label={text.scores.assessment}
        loading={pack.isPending}
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={data?.items ?? []}
        locale={{ emptyText: <Nothing words={text.scores.noScore} /> }}
        columns={[
          { title: text.scores.item, dataIndex: 'name' },
          { title: text.scores.figure, dataIndex: 'figure' },
          { title: text.scores.earned, render: (_, one) => <div style={{ maxWidth: 220 }}>{one.points}</div> },
          {
            title: text.scores.toExplain,
            align: 'right',
            render: (_, one) =>
              one.to_explain.length === 0 ? (
                '0'
              ) : (
                <NumberLink onOpen={() => setItem(one.code)}>{one.to_explain.length}</NumberLink>
              ),
          },
        ]}
      />
      {opened !== undefined && (
        <section className="gap-above" aria-live="polite">
          <h3 className="month">{text.scores.toExplainOf(opened.name)}</h3>
          <PagedRecords key={opened.code} ids={opened.to_explain} />
        </section>
      )}
    </Modal>
  )
}
