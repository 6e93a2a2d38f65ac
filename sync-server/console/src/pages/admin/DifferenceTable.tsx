import { Table } from 'antd'
import type { Difference } from '../../logic/difference'
import { useText } from '../../text/language'

/** Values that differ, before and after. */
export function DifferenceTable({ rows }: { rows: Difference[] }) {
  const text = useText()
  return (
    <Table
      rowKey="path"
      size="small"
      pagination={{ pageSize: 15, hideOnSinglePage: true }}
      dataSource={rows}
      locale={{ emptyText: text.policy.noDifference }}
      columns={[
        { title: text.admin.path, dataIndex: 'path', className: 'cell-break' },
        { title: text.policy.before, dataIndex: 'before', className: 'cell-break' },
        { title: text.policy.after, dataIndex: 'after', className: 'cell-break' },
      ]}
    />
  )
}
