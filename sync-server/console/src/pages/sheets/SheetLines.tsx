import { Nothing } from '../../parts/Nothing'
import { Table, Tag } from 'antd'
import type { SheetLine, SheetRule } from '../../api/sheets'
import { PaperLinks } from '../../parts/PaperLinks'
import { useText } from '../../text/language'
import { SheetValue } from './SheetValue'

const COLORS: Record<string, string> = { met: 'green', soon: 'gold', short: 'orange', overdue: 'red', missing: 'red' }

/** The entries of a sheet, and the areas and codes without one. */
export function SheetLines(props: { rule: SheetRule; lines: SheetLine[]; loading: boolean }) {
  const text = useText()
  return (
    <Table<SheetLine>
      rowKey={(line) => `${line.key ?? ''}/${line.area ?? ''}/${line.findings.map((it) => it.what).join()}`}
      size="small"
      aria-label={props.rule.zh}
      loading={props.loading}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      dataSource={props.lines}
      locale={{ emptyText: <Nothing words={text.sheets.noLines} /> }}
      columns={[
        {
          title: text.list.status,
          width: 90,
          render: (_, line) => <Tag color={COLORS[line.state] ?? 'default'}>{text.sheets.states[line.state] ?? line.state}</Tag>,
        },
        {
          title: text.sheets.finding,
          render: (_, line) => (
            <div style={{ maxWidth: 260 }}>
              {line.area_name !== '' && <div>{line.area_name}</div>}
              {line.findings.map((finding) => (
                <div key={finding.zh + finding.what} className="cell-sub">
                  {finding.zh} {finding.what}
                </div>
              ))}
            </div>
          ),
        },
        {
          title: text.hazard.papers,
          width: 100,
          render: (_, line) => line.board !== null && <PaperLinks record={line.board} papers={['board']} />,
        },
        ...props.rule.fields.map((field) => ({
          title: field.zh,
          key: field.name,
          render: (_: unknown, line: SheetLine) => <SheetValue field={field} value={line.entry[field.name]} />,
        })),
      ]}
    />
  )
}
