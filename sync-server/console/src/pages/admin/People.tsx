import { useQuery } from '@tanstack/react-query'
import { Button, Input, Table, Tag } from 'antd'
import { useState } from 'react'
import type { Person } from '../../api/types'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { EnrollDialog } from './EnrollDialog'
import { peopleQuery } from './peopleQuery'

/** People with their roles; a phone is enrolled from here. */
export function People() {
  const text = useText()
  const word = useWord()
  const people = useQuery(peopleQuery)
  const [q, setQ] = useState('')
  const [enrolling, setEnrolling] = useState<Person>()
  const shown = (people.data ?? []).filter((one) =>
    [one.name, one.organization, one.account ?? ''].some((it) => it.includes(q)),
  )
  return (
    <>
      <div className="filters">
        <Input
          aria-label={text.search}
          placeholder={text.search}
          style={{ width: 220 }}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      </div>
      <ErrorNote problem={people.error} onRetry={() => void people.refetch()} />
      <Table<Person>
        rowKey="id"
        size="small"
        className="panel"
        loading={people.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={shown}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: text.admin.name, dataIndex: 'name', width: 110 },
          { title: text.admin.body, dataIndex: 'organization', width: 200 },
          {
            title: text.admin.roles,
            render: (_, one) =>
              one.roles.map((role, index) => (
                <Tag key={String(index)}>
                  {word('role', role.role)}
                  {role.place === '' ? '' : ` · ${role.place}`}
                </Tag>
              )),
          },
          { title: text.admin.account, dataIndex: 'account', width: 150 },
          { title: text.admin.phone, dataIndex: 'phone', width: 130 },
          { title: text.admin.devices, width: 70, render: (_, one) => one.devices.length },
          {
            title: text.admin.enroll,
            width: 110,
            render: (_, one) => (
              <Button size="small" onClick={() => setEnrolling(one)}>
                {text.admin.enroll}
              </Button>
            ),
          },
        ]}
      />
      {enrolling !== undefined && (
        <EnrollDialog person={enrolling} onClose={() => setEnrolling(undefined)} />
      )}
    </>
  )
}
