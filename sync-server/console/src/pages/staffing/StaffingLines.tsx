import { useQuery } from '@tanstack/react-query'
import { Table, Tag } from 'antd'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { peopleQuery } from '../../api/people'

/** One rule with what it asks for and who is there. */
export interface StaffingLine {
  code: string
  zh: string
  required: {
    people: number
    terms: { kind: string; zh: string; count: number; per: number }[]
    by_minimum: boolean
    rule: string
  }
  people: string[]
  actual: number
  short: number
}

/** Every rule of staffing with its arithmetic. */
export function StaffingLines({ lines }: { lines: StaffingLine[] }) {
  const text = useText()
  const people = useQuery(peopleQuery).data ?? []
  const name = (id: string): string => people.find((one) => one.id === id)?.name ?? id.slice(0, 8)
  const arithmetic = (line: StaffingLine): string => {
    const terms = line.required.terms.map((term) => text.staffing.term(term.zh, term.count, term.per))
    const words = terms.length === 0 ? text.staffing.fixed : terms.join(' + ')
    return line.required.by_minimum ? `${words}；${text.staffing.byMinimum}` : words
  }
  return (
    <Panel title={text.staffing.staffing}>
      <Table<StaffingLine>
        rowKey="code"
        size="small"
        aria-label={text.staffing.staffing}
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={lines}
        columns={[
          { title: text.staffing.post, dataIndex: 'zh' },
          { title: text.staffing.required, align: 'right', render: (_, line) => line.required.people },
          { title: text.staffing.actual, align: 'right', dataIndex: 'actual' },
          {
            title: text.staffing.missing,
            render: (_, line) =>
              line.short > 0 ? <Tag color="red">{line.short}</Tag> : <Tag color="green">{text.staffing.full}</Tag>,
          },
          {
            title: text.staffing.people,
            render: (_, line) => <div style={{ maxWidth: 260 }}>{line.people.map(name).join('、')}</div>,
          },
          {
            title: text.staffing.arithmetic,
            render: (_, line) => (
              <div style={{ maxWidth: 320 }}>
                {arithmetic(line)}
              </div>
            ),
          },
        ]}
      />
    </Panel>
  )
}
