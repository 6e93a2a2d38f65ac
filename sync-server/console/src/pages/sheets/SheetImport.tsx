import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Modal, Table } from 'antd'
import { useState } from 'react'
import { importSheet, type SheetRule } from '../../api/sheets'
import { csvRows, decoded } from '../../logic/csv'
import { ErrorNote } from '../../parts/ErrorNote'
import { FilePick } from '../../parts/FilePick'
import { useRefusalWord } from '../../parts/useRefusalWord'
import { useFocusBack } from '../../parts/useFocusBack'
import { RowsPreview } from '../../parts/RowsPreview'
import { useText } from '../../text/language'

/** Enters the rows of a file on a sheet, after it was looked at; bad rows are named. */
export function SheetImport(props: { name: string; rule: SheetRule; onClose: () => void }) {
  const text = useText()
  const why = useRefusalWord()
  const client = useQueryClient()
  useFocusBack()
  const [file, setFile] = useState<{ body: string; rows: string[][] }>()
  const enter = useMutation({
    mutationFn: (body: string) => importSheet(props.name, body),
    onSettled: () => client.invalidateQueries(),
  })
  const [head = [], ...rows] = file?.rows ?? []
  const report = enter.data
  return (
    <Modal
      open
      width={760}
      title={text.sheets.importTitle(props.rule.zh)}
      okText={report === undefined ? text.sheets.enter(rows.length) : text.close}
      cancelText={text.cancel}
      okButtonProps={{ disabled: report === undefined && rows.length === 0 }}
      confirmLoading={enter.isPending}
      onOk={() => {
        if (report !== undefined) props.onClose()
        else if (file !== undefined) enter.mutate(file.body)
      }}
      onCancel={props.onClose}
    >
      <p className="note">{text.sheets.importHint}</p>
      <p>
        {text.sheets.fields}：{props.rule.fields.map((field) => field.zh).join('、')}
      </p>
      <FilePick
        label={text.admin.chooseFile}
        accept=".csv,text/csv"
        onPick={(picked) => {
          enter.reset()
          void picked.arrayBuffer().then((bytes) => {
            const body = decoded(bytes)
            setFile({ body, rows: csvRows(body) })
          })
        }}
      />
      <ErrorNote problem={enter.error} />
      {report === undefined && rows.length > 0 && (
        <div className="gap-above">
          <RowsPreview headings={head} rows={rows} />
        </div>
      )}
      {report !== undefined && (
        <Alert
          className="gap-above gap-below"
          type={report.bad.length === 0 ? 'success' : 'warning'}
          title={[
            text.sheets.entered(report.entered.length),
            text.sheets.already(report.already.length),
            text.sheets.bad(report.bad.length),
          ].join('；')}
        />
      )}
      {report !== undefined && report.bad.length > 0 && (
        <Table
          rowKey="line"
          size="small"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={report.bad}
          columns={[
            { title: text.admin.line, dataIndex: 'line', width: 80 },
            { title: text.admin.why, render: (_, row) => why(row.code) },
          ]}
        />
      )}
    </Modal>
  )
}
