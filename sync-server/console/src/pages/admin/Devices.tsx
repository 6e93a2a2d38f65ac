import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Dropdown, Table, Tag } from 'antd'
import { useState } from 'react'
import { phonesInUse } from '../../logic/phones'
import { isSilent } from '../../logic/silentDevices'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { useNow } from '../../parts/useNow'
import { useUrlFilters } from '../../parts/useUrlFilters'
import { useText } from '../../text/language'
import { DeviceDialog, type DeviceAct } from './DeviceDialog'
import { peopleQuery } from '../../api/people'

/** Enrolled phones and whose they are. */
export function Devices() {
  const text = useText()
  const people = useQuery(peopleQuery)
  const now = useNow()
  const { shown, set } = useUrlFilters(['silent'])
  const onlySilent = shown['silent'] === '1'
  const rows = (people.data ?? []).flatMap((one) =>
    // The same that are counted on the first page.
    (onlySilent ? phonesInUse(one).filter((phone) => isSilent(phone, now ?? 0)) : one.devices).map((device) => ({
      ...device,
      user: one.id,
      person: one.name,
      body: one.organization,
    })),
  )
  const [doing, setDoing] = useState<{ act: DeviceAct; device: string; user: string; name: string }>()
  const acts = (order: string | null | undefined): DeviceAct[] =>
    order == null ? ['lock', 'wipe_after_sync', 'revoke'] : ['unlock', 'revoke']
  return (
    <>
      <div className="filters">
        <Checkbox checked={onlySilent} onChange={(event) => set({ silent: event.target.checked ? '1' : '' })}>
          {text.today.silent}
        </Checkbox>
      </div>
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
              row.revoked ? (
                <Tag color="red">{text.admin.revoked}</Tag>
              ) : row.order === 'lock' ? (
                <Tag color="orange">{text.admin.locked}</Tag>
              ) : row.order === 'wipe_after_sync' ? (
                <Tag color="orange">{text.admin.wiping}</Tag>
              ) : (
                <Tag color="green">{text.admin.active}</Tag>
              ),
          },
          {
            title: text.admin.seenAt,
            render: (_, row) => (row.seen_at == null ? text.admin.neverSeen : timeText(row.seen_at)),
          },
          { title: text.admin.appVersion, render: (_, row) => row.version ?? '—' },
          {
            title: text.admin.waiting,
            render: (_, row) =>
              row.waiting == null ? '—' : row.waiting > 0 ? <Tag color="orange">{row.waiting}</Tag> : '0',
          },
          {
            title: text.admin.acts,
            render: (_, row) =>
              row.revoked ? null : (
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: acts(row.order).map((act) => ({ key: act, label: text.admin.deviceActs[act] })),
                    onClick: ({ key }) =>
                      setDoing({ act: key as DeviceAct, device: row.id, user: row.user, name: row.person }),
                  }}
                >
                  <Button size="small" aria-label={`${text.admin.manage} ${row.label} ${row.person}`}>
                    {text.admin.manage}
                  </Button>
                </Dropdown>
              ),
          },
        ]}
      />
      {doing !== undefined && <DeviceDialog {...doing} onClose={() => setDoing(undefined)} />}
    </>
  )
}
