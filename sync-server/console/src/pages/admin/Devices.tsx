import { useQuery } from '@tanstack/react-query'
import { Table, Tag } from 'antd'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'
import { peopleQuery } from './peopleQuery'

/** Enrolled phones and whose they are. */
export function Devices() {
  const text = useText()
  const people = useQuery(peopleQuery)
  const rows = (people.data ?? []).flatMap((one) =>
    one.devices.map((device) => ({ ...device, person: one.name, body: one.organization })),
  )
  return (
    <>
      <ErrorNote problem={people.error} onRetry={() => void people.refetch()} />
      <Table
        rowKey={(row) => row.id + row.person}
        size="small"
        className="panel"
        loading={people.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: text.admin.name, dataIndex: 'person' },
          { title: text.admin.body, dataIndex: 'body' },
          { title: text.admin.label, dataIndex: 'label' },
          { title: text.admin.shortId, dataIndex: 'short_id' },
          { title: text.admin.enrolledAt, render: (_, row) => timeText(row.enrolled_at) },
          {
            title: text.list.status,
            render: (_, row) =>
              row.revoked ? <Tag color="red">{text.admin.revoked}</Tag> : <Tag color="green">{text.admin.active}</Tag>,
          },
        ]}
      />
    </>
  )
}
