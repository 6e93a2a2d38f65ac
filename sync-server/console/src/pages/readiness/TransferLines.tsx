import { Table, Tag } from 'antd'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

/** A household in a transfer. */
export interface TransferLine {
  name: string
  place: string
  phone: string
  state: string
  shelter: string
}

const COLORS: Record<string, string> = { not_called: 'red', unreachable: 'orange', called: 'gold', moved: 'green', back: 'green' }

/** The households of a small grid, the list for those who look after them. */
export function TransferLines({ title, lines }: { title: string; lines: TransferLine[] }) {
  const text = useText()
  return (
    <Panel title={title}>
      {lines.length > 0 && (
        <Table<TransferLine>
          rowKey={(line) => `${line.name}-${line.place}`}
          size="small"
          aria-label={title}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={lines}
          columns={[
            { title: text.readiness.household, dataIndex: 'name' },
            { title: text.list.address, dataIndex: 'place' },
            { title: text.admin.phone, dataIndex: 'phone' },
            {
              title: text.readiness.transferState,
              render: (_, line) => (
                <Tag color={COLORS[line.state] ?? 'default'}>
                  {text.readiness.transferStates[line.state] ?? line.state}
                </Tag>
              ),
            },
            { title: text.readiness.shelter, dataIndex: 'shelter' },
          ]}
        />
      )}
    </Panel>
  )
}
