import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Table } from 'antd'
import { useState } from 'react'
import { approveInDraw, type DrawPending } from '../../api/draws'
import { meQuery } from '../../api/queries'
import { AskFirst } from '../../parts/AskFirst'
import { useProblemWords } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { RecordName } from '../../parts/RecordName'
import { useText } from '../../text/language'

/** Replacements that somebody asked for; whoever did not ask approves them. */
export function PendingRequests(props: { draw: string; requests: DrawPending[]; names: Map<string, string> }) {
  const text = useText()
  const { draws } = text
  const client = useQueryClient()
  const words = useProblemWords()
  const { message } = App.useApp()
  const me = useQuery(meQuery).data
  const [sending, setSending] = useState(false)
  const approve = (entry: number): void => {
    setSending(true)
    approveInDraw(props.draw, entry)
      .then(() => void message.success(draws.replaced))
      .catch((problem: unknown) => void message.error(words(problem)))
      .finally(() => {
        setSending(false)
        void client.invalidateQueries({ queryKey: ['draws'] })
      })
  }
  return (
    <Panel title={draws.requests}>
      <p className="note">{draws.requestsHint}</p>
      <Table<DrawPending>
        rowKey="entry"
        size="small"
        aria-label={draws.requests}
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={props.requests}
        columns={[
          { title: draws.premises, render: (_, one) => <RecordName id={one.target} /> },
          {
            title: draws.fell,
            render: (_, one) =>
              one.inspector == null
                ? draws.premises
                : `${draws.inspector} ${props.names.get(one.inspector) ?? ''}`.trim(),
          },
          { title: draws.reason, dataIndex: 'reason' },
          {
            title: text.admin.acts,
            render: (_, one) =>
              one.by === me?.user ? (
                draws.waits
              ) : (
                <AskFirst title={draws.approveSure} onYes={() => approve(one.entry)}>
                  <Button size="small" loading={sending}>
                    {draws.approve}
                  </Button>
                </AskFirst>
              ),
          },
        ]}
      />
    </Panel>
  )
}
