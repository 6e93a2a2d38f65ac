import { Table } from 'antd'
import { Link } from 'react-router'
import type { components } from '../../api/schema'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useRefusalWord } from '../../parts/useRefusalWord'
import { useText } from '../../text/language'

/** What was entered, what stood already, what was refused, and what is open here only. */
export function ImportResult({ report }: { report: components['schemas']['ImportReport'] }) {
  const text = useText()
  const why = useRefusalWord()
  return (
    <Panel title={text.reports.report}>
      <Tiles
        items={[
          [text.reports.entered, report.entered.length],
          [text.reports.already, report.already.length],
          [text.reports.badRows, report.bad.length, 'hot'],
          [text.reports.notInFile, report.not_in_file.length, 'warm'],
        ]}
      />
      {report.entered.length > 0 && (
        <Table
          rowKey="record"
          size="small"
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={report.entered}
          columns={[
            {
              title: text.list.number,
              render: (_, one) => <Link to={`/cases/report/${one.record}`}>{one.number}</Link>,
            },
            {
              title: text.list.where,
              render: (_, one) => (one.premises === '' ? text.reports.noPremises : one.premises),
            },
            {
              title: text.list.flags,
              render: (_, one) =>
                one.open_hazards.length === 0 ? '' : text.reports.openThere(one.open_hazards.length),
            },
          ]}
        />
      )}
      {report.bad.length > 0 && (
        <Table
          className="gap-above"
          rowKey="line"
          size="small"
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          dataSource={report.bad}
          columns={[
            { title: text.admin.line, dataIndex: 'line', width: 80 },
            { title: text.admin.why, render: (_, row) => why(row.reason) },
          ]}
        />
      )}
      {report.not_in_file.length > 0 && (
        <p className="gap-above">
          <span className="note">{text.reports.notInFileHint}</span>
          <br />
          {report.not_in_file.join('、')}
        </p>
      )}
    </Panel>
  )
}
