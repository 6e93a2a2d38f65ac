import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { Link } from 'react-router'
import { registerRowsQuery } from '../../api/registerRows'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { peopleQuery } from '../../api/people'

interface Posting {
  user: string
  post: string
  township: string
}

/** Who stands on the roster of a township today. */
export function Roster({ township }: { township: string }) {
  const text = useText()
  const people = useQuery(peopleQuery).data ?? []
  const rows = useQuery(registerRowsQuery('posting'))
  const shown = (rows.data ?? [])
    .map((row) => ({ ...row, posting: row.entry as unknown as Posting }))
    .filter((row) => row.posting.township === township)
  return (
    <Panel
      title={text.staffing.roster}
      extra={<Link to="/registers/posting">{text.staffing.toRoster}</Link>}
    >
      <ErrorNote problem={rows.error} onRetry={() => void rows.refetch()} />
      <Table
        rowKey="seq"
        size="small"
        aria-label={text.staffing.roster}
        loading={rows.isPending}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={shown}
        locale={{ emptyText: <Nothing words={text.staffing.noRoster} /> }}
        columns={[
          {
            title: text.staffing.person,
            render: (_, row) =>
              people.find((one) => one.id === row.posting.user)?.name ?? row.posting.user.slice(0, 8),
          },
          { title: text.staffing.postOf, render: (_, row) => text.staffing.posts[row.posting.post] ?? row.posting.post },
          { title: text.registers.from, dataIndex: 'from' },
          { title: text.registers.until, render: (_, row) => row.until ?? '—' },
          { title: text.registers.reason, dataIndex: 'reason' },
        ]}
      />
    </Panel>
  )
}
