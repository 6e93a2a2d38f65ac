import { useQuery } from '@tanstack/react-query'
import { App, Button, Table } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'
import type { Refused } from '../../parts/FormDialog'
import { AdmitDialog } from './AdmitDialog'

/** The only reason for which envelopes are admitted in bulk. */
const EXPIRED = 'lease_expired'

/** Envelopes that wait for a person, with the reason; some can be admitted. */
export function QuarantineList() {
  const text = useText()
  const reason = useReason()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState<string>()
  const [many, setMany] = useState(false)
  const list = useQuery({
    queryKey: ['quarantine'],
    queryFn: () => take(api.GET('/api/v1/quarantine')),
  })
  const admitOne = async (note: string): Promise<Refused | undefined> => {
    const admission = await take(
      api.POST('/api/v1/quarantine/{envelope}/admit', {
        params: { path: { envelope: chosen ?? '' }, header: csrf },
        body: { note },
      }),
    )
    if (!admission.admitted) {
      return { refused: `${text.admin.notAdmitted}：${reason(admission.reason)}` }
    }
    void message.success(text.admin.admitted)
    return undefined
  }
  const admitExpired = async (note: string): Promise<undefined> => {
    const all = await take(
      api.POST('/api/v1/quarantine/admit', { params: { header: csrf }, body: { note, reason: EXPIRED } }),
    )
    void message.info(text.care.admittedMany(all.filter((one) => one.admitted).length, all.length))
  }
  const expired = (list.data ?? []).some((one) => one.reason === EXPIRED && one.is_kept && !one.is_final)
  return (
    <>
      {expired && (
        <div className="filters">
          <Button onClick={() => setMany(true)}>{text.care.admitMany}</Button>
        </div>
      )}
      <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
      <Table
        rowKey="envelope"
        size="small"
        className="panel"
        loading={list.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={list.data ?? []}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing words={text.nothing} /> }}
        columns={[
          { title: text.list.author, dataIndex: 'author' },
          { title: text.list.grid, dataIndex: 'grid_name' },
          { title: text.admin.why, dataIndex: 'reason_text' },
          { title: text.list.at, render: (_, one) => timeText(one.received_at) },
          {
            title: text.admin.admit,
            render: (_, one) =>
              one.is_final || !one.is_kept ? (
                <span className="note">{text.admin.final}</span>
              ) : (
                <Button size="small" onClick={() => setChosen(one.envelope)}>
                  {text.admin.admit}
                </Button>
              ),
          },
        ]}
      />
      {chosen !== undefined && (
        <AdmitDialog
          title={text.admin.admit}
          subject={chosen}
          send={admitOne}
          onClose={() => setChosen(undefined)}
        />
      )}
      {many && (
        <AdmitDialog
          title={text.care.admitMany}
          subject={EXPIRED}
          hint={text.care.admitManyHint}
          send={admitExpired}
          onClose={() => setMany(false)}
        />
      )}
    </>
  )
}
