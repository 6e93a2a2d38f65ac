import { useQuery } from '@tanstack/react-query'
import { Button, Table, Tag } from 'antd'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { dayText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { Nothing } from '../../parts/Nothing'
import { language, setLanguage, useText } from '../../text/language'

/** The public board, for anybody: major hazards under listed supervision, and the draws. */
export default function BoardPage() {
  const text = useText()
  const board = useQuery({
    queryKey: ['board'],
    queryFn: () => take(api.GET('/api/v1/public/listings')),
  })
  return (
    <main className="board">
      <div className="page-head">
        <h1>{text.board.title}</h1>
        <span className="space" />
        <Button type="link" onClick={() => setLanguage(language.get() === 'zh' ? 'en' : 'zh')}>
          {text.language}
        </Button>
        <Link to="/">{text.board.inside}</Link>
      </div>
      <Panel title={text.board.listings}>
        <ErrorNote problem={board.error} onRetry={() => void board.refetch()} />
        <Table
          rowKey="number"
          pagination={false}
          loading={board.isPending}
          dataSource={board.data ?? []}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing words={text.board.empty} /> }}
          columns={[
            { title: text.list.number, dataIndex: 'number' },
            { title: text.list.where, dataIndex: 'premises' },
            { title: text.board.level, dataIndex: 'level' },
            { title: text.board.leader, dataIndex: 'leader' },
            {
              title: text.board.until,
              render: (_, one) => (
                <>
                  {one.due == null ? '—' : dayText(one.due - 1)}{' '}
                  {one.overdue && <Tag color="red">{text.board.late}</Tag>}
                </>
              ),
            },
            { title: text.form.note, dataIndex: 'text' },
          ]}
        />
      </Panel>
      <Panel title={text.board.draws}>
        <a href="/public/draws">{text.board.draws}</a> <span className="note">{text.board.drawsHint}</span>
      </Panel>
      <Panel title={text.board.check}>
        <a href="/v">{text.board.check}</a> <span className="note">{text.board.checkHint}</span>
      </Panel>
    </main>
  )
}
