import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Input, Modal, Table } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { timeText } from '../../logic/time'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { useText } from '../../text/language'

/** Envelopes that wait for a person, with the reason; some can be admitted. */
export function QuarantineList() {
  const text = useText()
  const words = useProblemWords()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState<string>()
  const [note, setNote] = useState('')
  const list = useQuery({
    queryKey: ['quarantine'],
    queryFn: () => take(api.GET('/api/v1/quarantine')),
  })
  const admit = useMutation({
    mutationFn: ({ envelope, note }: { envelope: string; note: string }) =>
      take(
        api.POST('/api/v1/quarantine/{envelope}/admit', {
          params: { path: { envelope }, header: csrf },
          body: { note },
        }),
      ),
    onSuccess: (admission) => {
      if (admission.admitted) void message.success(text.admin.admitted)
      else void message.error(`${text.admin.notAdmitted}：${admission.reason ?? ''}`)
      void client.invalidateQueries()
    },
    onError: (problem) => void message.error(words(problem)),
  })
  return (
    <>
      <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
      <Table
        rowKey="envelope"
        size="small"
        className="panel"
        loading={list.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={list.data ?? []}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.nothing} /> }}
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
                <Button size="small" loading={admit.isPending} onClick={() => setChosen(one.envelope)}>
                  {text.admin.admit}
                </Button>
              ),
          },
        ]}
      />
      <Modal
        open={chosen !== undefined}
        title={text.admin.admit}
        okText={text.admin.admit}
        cancelText={text.cancel}
        okButtonProps={{ disabled: note.trim() === '' }}
        onCancel={() => setChosen(undefined)}
        onOk={() => {
          if (chosen !== undefined) admit.mutate({ envelope: chosen, note: note.trim() })
          setChosen(undefined)
          setNote('')
        }}
      >
        <Input.TextArea
          aria-label={text.form.reason}
          placeholder={text.form.reason}
          rows={3}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Modal>
    </>
  )
}
