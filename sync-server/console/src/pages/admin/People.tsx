import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, Input, Table, Tag } from 'antd'
import { useState } from 'react'
import type { Person } from '../../api/types'
import { dayText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { AccountDialog } from './AccountDialog'
import { DeputyDialog } from './DeputyDialog'
import { EndSessionsDialog } from './EndSessionsDialog'
import { EnrollDialog } from './EnrollDialog'
import { peopleQuery } from './peopleQuery'
import { PersonDialog } from './PersonDialog'
import { RoleDialog } from './RoleDialog'
import { RoleEndDialog } from './RoleEndDialog'

type Doing = 'add' | 'edit' | 'role' | 'roleEnd' | 'deputy' | 'account' | 'sessions' | 'enroll'

/** People with their roles; a phone is enrolled from here. */
export function People() {
  const text = useText()
  const word = useWord()
  const people = useQuery(peopleQuery)
  const [q, setQ] = useState('')
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
                  {role.until == null ? '' : ` · ${text.admin.till(dayText(role.until - 1))}`}
                </Tag>
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
