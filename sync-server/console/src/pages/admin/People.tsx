import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Dropdown, Table, Tag } from 'antd'
import { useState } from 'react'
import { peopleList } from '../../api/people'
import type { Person } from '../../api/types'
import { ErrorNote } from '../../parts/ErrorNote'
import { ListFoot } from '../../parts/ListFoot'
import { SearchBox } from '../../parts/SearchBox'
import { useGrantText } from '../../parts/useGrantText'
import { useText } from '../../text/language'
import { AccountDialog } from './AccountDialog'
import { DeputyDialog } from './DeputyDialog'
import { EndSessionsDialog } from './EndSessionsDialog'
import { EnrollDialog } from './EnrollDialog'
import { PersonDialog } from './PersonDialog'
import { RoleDialog } from './RoleDialog'
import { RoleEndDialog } from './RoleEndDialog'

type Doing = 'add' | 'edit' | 'role' | 'roleEnd' | 'deputy' | 'account' | 'sessions' | 'enroll'

/** People with their roles; a phone is enrolled from here. */
export function People() {
  const text = useText()
  const grantText = useGrantText()
  const [q, setQ] = useState('')
  const people = useInfiniteQuery(peopleList(q))
  const [doing, setDoing] = useState<{ what: Doing; person?: Person }>()
  const person = doing?.person
  const close = (): void => setDoing(undefined)
  const acts = (one: Person): { key: Doing; label: string }[] => [
    { key: 'edit', label: text.admin.edit },
    { key: 'role', label: text.admin.giveRoleShort },
    ...(one.roles.length === 0 ? [] : [{ key: 'roleEnd' as const, label: text.admin.endRoleShort }]),
    ...(one.roles.length === 0 ? [] : [{ key: 'deputy' as const, label: text.admin.deputyShort }]),
    { key: 'account', label: text.admin.accountShort },
    ...(one.account == null ? [] : [{ key: 'sessions' as const, label: text.care.endSessions }]),
  ]
  const shown = people.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <div className="filters">
        <SearchBox value={q} onSearch={(asked) => setQ(asked.trim())} />
        <Button type="primary" onClick={() => setDoing({ what: 'add' })}>
          {text.admin.addPerson}
        </Button>
      </div>
      <ErrorNote problem={people.error} onRetry={() => void people.refetch()} />
      <Table<Person>
        rowKey="id"
        size="small"
        className="panel"
        loading={people.isPending}
        pagination={false}
        dataSource={shown}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: text.admin.name, dataIndex: 'name', width: 110 },
          { title: text.admin.body, dataIndex: 'organization', width: 200 },
          {
            title: text.admin.roles,
            render: (_, one) =>
              one.roles.map((role, index) => (
                <Tag key={String(index)}>{grantText(role)}</Tag>
              )),
          },
          { title: text.admin.account, dataIndex: 'account', width: 150 },
          { title: text.admin.phone, dataIndex: 'phone', width: 130 },
          { title: text.admin.devices, width: 70, render: (_, one) => one.devices.length },
          {
            title: text.admin.acts,
            width: 190,
            render: (_, one) => (
              <span className="row-acts">
                <Button size="small" onClick={() => setDoing({ what: 'enroll', person: one })}>
                  {text.admin.enroll}
                </Button>
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: acts(one),
                    onClick: ({ key }) => setDoing({ what: key as Doing, person: one }),
                  }}
                >
                  <Button size="small" aria-label={`${text.admin.manage} ${one.name}`}>
                    {text.admin.manage}
                  </Button>
                </Dropdown>
              </span>
            ),
          },
        ]}
      />
      <ListFoot
        shown={shown.length}
        hasMore={people.hasNextPage}
        isLoading={people.isFetchingNextPage}
        onMore={() => void people.fetchNextPage()}
      />
      {doing?.what === 'add' && <PersonDialog onClose={close} />}
      {person !== undefined && doing?.what === 'edit' && <PersonDialog person={person} onClose={close} />}
      {person !== undefined && doing?.what === 'role' && <RoleDialog person={person} onClose={close} />}
      {person !== undefined && doing?.what === 'roleEnd' && <RoleEndDialog person={person} onClose={close} />}
      {person !== undefined && doing?.what === 'deputy' && <DeputyDialog person={person} onClose={close} />}
      {person !== undefined && doing?.what === 'account' && <AccountDialog person={person} onClose={close} />}
      {person !== undefined && doing?.what === 'sessions' && <EndSessionsDialog person={person} onClose={close} />}
      {person !== undefined && doing?.what === 'enroll' && <EnrollDialog person={person} onClose={close} />}
    </>
  )
}
