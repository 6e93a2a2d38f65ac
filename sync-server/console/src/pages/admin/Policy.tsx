import { Table, Tag } from 'antd'
import { useReference } from '../../api/queries'
import { Facts } from '../../parts/Facts'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { PolicyPacks } from './PolicyPacks'

const COLORS: Record<string, string> = { source: 'green', found: 'green', recalled: 'orange', proposed: 'orange' }

/** The policy pack in force: its revision, how sure each value is, and who may do what. */
export function Policy() {
  const text = useText()
  const word = useWord()
  const pack = useReference()
  const certificate = (kind: string | undefined): string =>
    kind === undefined ? '' : kind === 'enforcement' ? text.admin.enforcement : text.admin.inspection
  return (
    <>
      <Panel title={text.admin.policy}>
        <Facts
          rows={[
            [text.list.name, pack?.name ?? ''],
            [text.admin.revision, pack === undefined ? '' : `${pack.version} · ${String(pack.revision)}`],
          ]}
        />
      </Panel>
      <PolicyPacks />
      <Panel title={text.admin.permissions}>
        <Table
          rowKey={(row) => JSON.stringify(row).slice(0, 200)}
          size="small"
          pagination={false}
          dataSource={pack?.permissions.rows ?? []}
          scroll={{ x: 720 }}
          columns={[
            { title: text.admin.roles, width: 150, render: (_, row) => word('role', row.role) },
            { title: text.admin.scope, width: 110, render: (_, row) => word('scope', row.scope) },
            { title: text.admin.credentials, width: 120, render: (_, row) => certificate(row.certificate) },
            {
              title: text.ownKey.column,
              width: 110,
              render: (_, row) => (row.own_key === true ? <Tag color="purple">{text.ownKey.neededShort}</Tag> : ''),
            },
            {
              title: text.admin.operations,
              render: (_, row) =>
                row.actions
                  .map((action) => {
                    const event = word('event', action)
                    return event === action ? word('operation', action) : event
                  })
                  .join('、'),
            },
          ]}
        />
      </Panel>
      <Panel title={text.admin.certainty}>
        <Table
          rowKey="path"
          size="small"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={pack?.notes ?? []}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: text.admin.path, dataIndex: 'path' },
            {
              title: text.admin.certainty,
              render: (_, note) => (
                <Tag color={COLORS[note.certainty] ?? 'default'}>{word('certainty', note.certainty)}</Tag>
              ),
            },
            { title: text.admin.source, dataIndex: 'source' },
            { title: text.admin.remark, dataIndex: 'remark' },
          ]}
        />
      </Panel>
    </>
  )
}
