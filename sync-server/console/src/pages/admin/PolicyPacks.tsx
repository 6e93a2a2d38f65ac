import { useQuery } from '@tanstack/react-query'
import { Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { PackCompare } from './PackCompare'
import { PackUpload } from './PackUpload'
import { rollBackFile } from './rollBackFile'

/** The policy packs: in force, scheduled, past; compared, uploaded, gone back to. */
export function PolicyPacks() {
  const text = useText()
  const may = mayDo(useQuery(meQuery).data, ['policy_activate'])
  const [uploading, setUploading] = useState(false)
  const [compared, setCompared] = useState<number>()
  const packs = useQuery({
    queryKey: ['policy-packs'],
    queryFn: () => take(api.GET('/api/v1/policy-packs')),
  })
  const newest = packs.data?.[0]?.revision ?? 0
  const current = packs.data?.find((one) => one.in_force)?.revision
  return (
    <Panel
      title={text.policy.packs}
      extra={may && <Button onClick={() => setUploading(true)}>{text.policy.upload}</Button>}
    >
      <ErrorNote problem={packs.error} onRetry={() => void packs.refetch()} />
      <Table
        rowKey="revision"
        size="small"
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        loading={packs.isPending}
        dataSource={packs.data ?? []}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: text.admin.revision, dataIndex: 'revision' },
          { title: text.policy.version, dataIndex: 'version' },
          { title: text.list.name, dataIndex: 'name' },
          { title: text.policy.from, render: (_, one) => (one.from <= 0 ? text.policy.fromTheStart : timeText(one.from)) },
          {
            title: text.list.status,
            render: (_, one) =>
              one.in_force ? (
                <Tag color="green">{text.policy.inForce}</Tag>
              ) : one.scheduled ? (
                <Tag color="blue">{text.policy.scheduled}</Tag>
              ) : (
                <Tag>{text.policy.past}</Tag>
              ),
          },
          {
            title: text.admin.acts,
            render: (_, one) => (
              <span className="row-acts">
                {one.revision !== current && (
                  <Button size="small" onClick={() => setCompared(one.revision)}>
                    {text.policy.compare}
                  </Button>
                )}
                {may && one.revision !== newest && (
                  <Button size="small" onClick={() => void rollBackFile(one.revision, newest + 1)}>
                    {text.policy.rollBack}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      <p className="note">{text.policy.rollBackHint}</p>
      {uploading && <PackUpload current={current} onClose={() => setUploading(false)} />}
      {compared !== undefined && current !== undefined && (
        <PackCompare before={current} after={compared} onClose={() => setCompared(undefined)} />
      )}
    </Panel>
  )
}
