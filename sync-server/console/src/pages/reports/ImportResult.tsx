import { Table } from 'antd'
import { Link } from 'react-router'
import type { components } from '../../api/schema'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useRowReason } from '../../parts/useRowReason'
import { useText } from '../../text/language'

/** What was entered, what stood already and reads otherwise now, what was refused or is odd, and what is open here only. */
export function ImportResult({ report }: { report: components['schemas']['ImportReport'] }) {
  const text = useText()
  const why = useRowReason()
  return (
    <Panel title={text.reports.report}>
      <Tiles
        items={[
          [text.reports.entered, report.entered.length],
          [text.reports.already, report.already.length],
          [text.reports.differs, report.differs.length, 'warm'],
          [text.reports.oddTimes, report.odd_times.length, 'warm'],
          [text.reports.marked, report.marked.length, 'warm'],
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
      {report.differs.length > 0 && (
        <section className="gap-above">
          <p className="note">{text.reports.differsHint}</p>
          <Table
            rowKey="line"
            size="small"
            aria-label={text.reports.differs}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            dataSource={report.differs}
            columns={[
              { title: text.admin.line, dataIndex: 'line', width: 80 },
              {
                title: text.list.number,
                render: (_, one) => <Link to={`/cases/report/${one.record}`}>{one.number}</Link>,
              },
            ]}
          />
        </section>
      )}
      <Lines name={text.reports.oddTimes} hint={text.reports.oddTimesHint} rows={report.odd_times} why={why} />
      <Lines name={text.reports.marked} hint={text.reports.markedHint} rows={report.marked} why={why} />
      <Lines name={text.reports.badRows} rows={report.bad} why={why} />
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

/** Lines of the file with what is to be said of each; nothing if there are none. */
function Lines(props: {
  name: string
  hint?: string
  rows: components['schemas']['BadRow'][]
  why: (said: string) => string
}) {
  const text = useText()
  if (props.rows.length === 0) return null
  return (
    <section className="gap-above">
      {props.hint !== undefined && <p className="note">{props.hint}</p>}
      <Table
        rowKey="line"
        size="small"
        aria-label={props.name}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={props.rows}
        columns={[
          { title: text.admin.line, dataIndex: 'line', width: 80 },
          { title: text.admin.why, render: (_, row) => props.why(row.reason) },
        ]}
      />
    </section>
  )
}
