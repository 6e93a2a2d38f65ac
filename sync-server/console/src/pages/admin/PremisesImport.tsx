import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Modal, Table, Tag } from 'antd'
import { useState } from 'react'
import { confirmImport, lookAtWorkbook, type ImportFinding } from '../../api/premisesImport'
import { useStore } from '../../api/store'
import { ErrorNote } from '../../parts/ErrorNote'
import { FilePick } from '../../parts/FilePick'
import { GridSelect } from '../../parts/GridSelect'
import { Panel } from '../../parts/Panel'
import { language, useText } from '../../text/language'

/** Enters premises from a workbook: each village reconciled and every row judged before anything is written. */
export function PremisesImport() {
  const text = useText()
  const of = useStore(language)
  const client = useQueryClient()
  const [grid, setGrid] = useState('')
  const [file, setFile] = useState<File>()
  const [skipBad, setSkipBad] = useState(false)
  const [accept, setAccept] = useState(false)
  const [asking, setAsking] = useState(false)
  const look = useMutation({ mutationFn: (from: File) => lookAtWorkbook(from, grid) })
  const enter = useMutation({
    mutationFn: (from: File) =>
      confirmImport(from, look.data?.import ?? '', { grid, skipBad, acceptDifferences: accept }),
    onSettled: () => setAsking(false),
    onSuccess: () => void client.invalidateQueries(),
  })
  const report = look.data
  const differs =
    report !== undefined && (report.summary_findings.length > 0 || report.villages.some((one) => one.agrees === false))
  const ready =
    report !== undefined && report.new > 0 && (report.bad === 0 || skipBad) && (!differs || accept)
  const words = (finding: ImportFinding): string =>
    [of === 'zh' ? finding.key_zh : finding.key, of === 'zh' ? finding.zh : finding.code, finding.detail]
      .filter((part) => part != null && part !== '')
      .join('：')
  return (
    <Panel title={text.imports.title}>
      <p className="note">{text.imports.hint}</p>
      <div className="filters">
        <GridSelect value={grid} onChange={setGrid} width={240} />
        <FilePick
          label={text.imports.choose}
          accept=".xlsx"
          busy={look.isPending}
          onPick={(picked) => {
            setFile(picked)
            enter.reset()
            look.mutate(picked)
          }}
        />
      </div>
      <ErrorNote problem={look.error ?? enter.error} />
      {enter.data !== undefined && (
        <Alert
          type="success"
          className="gap-below"
          title={text.imports.done(enter.data.entered.length, enter.data.already, enter.data.skipped, enter.data.refused.length)}
        />
      )}
      {report !== undefined && enter.data === undefined && (
        <>
          <Alert
            type={report.bad === 0 ? 'info' : 'warning'}
            className="gap-below"
            title={text.imports.found(report.rows, report.new, report.already, report.bad)}
          />
          {report.unknown_headings.length > 0 && (
            <Alert type="warning" className="gap-below" title={text.imports.unknown(report.unknown_headings.join('、'))} />
          )}
          <Table
            rowKey={(row) => row.grid + row.name}
            size="small"
            className="gap-below"
            pagination={false}
            dataSource={report.villages}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: text.list.village, dataIndex: 'name' },
              { title: text.imports.stated, render: (_, row) => row.stated ?? '—' },
              { title: text.imports.inFile, dataIndex: 'in_file' },
              { title: text.imports.badRows, dataIndex: 'bad' },
              { title: text.imports.onFile, dataIndex: 'on_file' },
              { title: text.imports.after, dataIndex: 'after' },
              {
                title: text.imports.agrees,
                render: (_, row) => {
                  if (row.agrees === undefined) return text.imports.notStated
                  return row.agrees ? <Tag color="green">{text.yes}</Tag> : <Tag color="red">{text.no}</Tag>
                },
              },
            ]}
          />
          {report.summary_findings.map((row) => (
            <Alert
              key={row.line}
              type="error"
              className="gap-below"
              title={text.imports.summaryLine(row.line, row.name, row.findings.map(words).join('；'))}
            />
          ))}
          {report.findings.length > 0 && (
            <Table
              rowKey="line"
              size="small"
              className="gap-below"
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              // What keeps a row out stands first: among thousands of hints nobody finds it.
              dataSource={[...report.findings].sort((one, other) => Number(other.is_bad) - Number(one.is_bad))}
              scroll={{ x: 'max-content' }}
              columns={[
                { title: text.admin.line, dataIndex: 'line', width: 70 },
                { title: text.list.name, dataIndex: 'name' },
                {
                  title: text.list.status,
                  width: 90,
                  render: (_, row) =>
                    row.is_bad ? <Tag color="red">{text.imports.bad}</Tag> : <Tag color="orange">{text.imports.advice}</Tag>,
                },
                {
                  title: text.admin.why,
                  render: (_, row) => row.findings.map((one, index) => <div key={String(index)}>{words(one)}</div>),
                },
              ]}
            />
          )}
          {report.bad > 0 && (
            <Checkbox checked={skipBad} onChange={(event) => setSkipBad(event.target.checked)}>
              {text.imports.skipBad(report.bad)}
            </Checkbox>
          )}
          {differs && (
            <Checkbox checked={accept} onChange={(event) => setAccept(event.target.checked)}>
              {text.imports.acceptDifferences}
            </Checkbox>
          )}
          <div className="gap-above">
            <Button type="primary" disabled={!ready} onClick={() => setAsking(true)}>
              {text.imports.enter(report.new)}
            </Button>
          </div>
        </>
      )}
      <Modal
        open={asking}
        title={text.imports.enter(report?.new ?? 0)}
        okText={text.confirm}
        cancelText={text.cancel}
        confirmLoading={enter.isPending}
        onOk={() => {
          if (file !== undefined) enter.mutate(file)
        }}
        onCancel={() => setAsking(false)}
      >
        {text.imports.sure}
      </Modal>
    </Panel>
  )
}
