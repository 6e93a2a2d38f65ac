import { useQuery } from '@tanstack/react-query'
import { Table, Tag } from 'antd'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

/** The data dictionary of premises, in catalogue order. */
export function Dictionary() {
  const text = useText()
  const entries = useQuery({
    queryKey: ['dictionary'],
    queryFn: () => take(api.GET('/api/v1/dictionary')),
    staleTime: 600_000,
  })
  return (
    <Panel title={text.care.dictionary}>
      <p className="note">{text.care.dictionaryHint}</p>
      <ErrorNote problem={entries.error} onRetry={() => void entries.refetch()} />
      <Table
        rowKey="key"
        size="small"
        aria-label={text.care.dictionary}
        loading={entries.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={entries.data ?? []}
        columns={[
          { title: '#', dataIndex: 'number', width: 60 },
          { title: text.list.name, dataIndex: 'name' },
          { title: text.care.key, dataIndex: 'key' },
          { title: text.care.kind, render: (_, one) => text.care.kinds[one.kind] ?? one.kind },
          { title: text.list.flags, render: (_, one) => one.personal && <Tag color="orange">{text.care.personal}</Tag> },
        ]}
      />
    </Panel>
  )
}
