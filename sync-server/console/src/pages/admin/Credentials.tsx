import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Table, Tag } from 'antd'
import { useState } from 'react'
import { ErrorNote } from '../../parts/ErrorNote'
import { useUrlFilters } from '../../parts/useUrlFilters'
import { useText } from '../../text/language'
import { CredentialDialog } from './CredentialDialog'
import { CredentialEndDialog } from './CredentialEndDialog'
import { peopleQuery } from '../../api/people'

/** Certificates of inspectors and enforcement officers, those that end first in front (S3-14). */
export function Credentials() {
  const text = useText()
  const people = useQuery(peopleQuery)
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<{ user: string; number: string }>()
  const { shown, set } = useUrlFilters(['ending'])
  const onlyEnding = shown['ending'] === '1'
  const rows = (people.data ?? [])
    .flatMap((one) => one.credentials.map((it) => ({ ...it, user: one.id, person: one.name, body: one.organization })))
    .filter((one) => !onlyEnding || one.expires_soon)
    .sort((a, b) => (a.valid_until < b.valid_until ? -1 : 1))
  return (
    <>
      <div className="filters">
        <Button type="primary" onClick={() => setAdding(true)}>
          {text.admin.addCredential}
        </Button>
        <Checkbox checked={onlyEnding} onChange={(event) => set({ ending: event.target.checked ? '1' : '' })}>
          {text.today.credentials}
        </Checkbox>
      </div>
      <ErrorNote problem={people.error} onRetry={() => void people.refetch()} />
      <Table
        rowKey={(row) => `${row.kind}${row.number}`}
        size="small"
        className="panel"
        loading={people.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: text.admin.name, dataIndex: 'person' },
          { title: text.admin.body, dataIndex: 'body' },
          {
            title: text.admin.kind,
            render: (_, row) =>
              row.kind === 'inspection' ? text.admin.inspection : row.kind === 'enforcement' ? text.admin.enforcement : row.kind,
          },
          { title: text.admin.numberOf, dataIndex: 'number' },
          { title: text.admin.issuer, dataIndex: 'issuer' },
          { title: text.registers.until, dataIndex: 'valid_until' },
          {
            title: text.list.status,
            render: (_, row) =>
              !row.valid ? (
                <Tag color="red">{text.admin.expired}</Tag>
              ) : row.expires_soon ? (
                <Tag color="orange">{text.admin.expiring}</Tag>
              ) : (
                <Tag color="green">{text.admin.valid}</Tag>
              ),
          },
          {
            title: text.admin.acts,
            render: (_, row) => (
              <Button size="small" danger onClick={() => setEnding({ user: row.user, number: row.number })}>
                {text.admin.endCredential}
              </Button>
            ),
          },
        ]}
      />
      {adding && <CredentialDialog onClose={() => setAdding(false)} />}
      {ending !== undefined && <CredentialEndDialog {...ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}
