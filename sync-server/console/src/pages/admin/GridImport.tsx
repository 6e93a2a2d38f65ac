import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Modal, Table } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { useStore } from '../../api/store'
import { ErrorNote } from '../../parts/ErrorNote'
import { FilePick } from '../../parts/FilePick'
import { useFocusBack } from '../../parts/useFocusBack'
import { language, useText } from '../../text/language'

/** Enters grids from an XLSX or CSV file: rehearsed first, entered as a whole or not at all. */
export function GridImport({ onClose }: { onClose: () => void }) {
  const text = useText()
  const of = useStore(language)
  const client = useQueryClient()
  const { message } = App.useApp()
  useFocusBack()
  const [file, setFile] = useState<File>()
  const send = async (dry: boolean, from: File) =>
    take(
      api.POST('/api/v1/grids/import', {
        params: { query: { dry_run: dry }, header: csrf },
        headers: { 'content-type': 'application/octet-stream' },
        body: (await from.arrayBuffer()) as unknown as string,
        bodySerializer: (body) => body,
      }),
    )
  const look = useMutation({ mutationFn: (from: File) => send(true, from) })
  const enter = useMutation({
    mutationFn: (from: File) => send(false, from),
    onSuccess: (report) => {
      void client.invalidateQueries()
      if (!report.applied) return
      void message.success(text.admin.imported(report.added + report.changed))
      onClose()
    },
  })
  const report = enter.data ?? look.data
  const good = report !== undefined && report.bad.length === 0 && report.added + report.changed > 0
  return (
    <Modal
      open
      width={760}
      title={text.admin.importGrids}
      okText={text.admin.enterRows}
      cancelText={text.cancel}
      okButtonProps={{ disabled: !good || file === undefined }}
      confirmLoading={enter.isPending}
      onOk={() => {
        if (file !== undefined) enter.mutate(file)
      }}
      onCancel={onClose}
    >
      <p className="note">{text.admin.gridFileHint}</p>
      <FilePick
        label={text.admin.chooseFile}
        accept=".xlsx,.csv,text/csv"
        busy={look.isPending}
        onPick={(picked) => {
          setFile(picked)
          enter.reset()
          look.mutate(picked)
        }}
      />
      <ErrorNote problem={look.error ?? enter.error} />
      {report !== undefined && (
        <Alert
          className="gap-above gap-below"
          type={report.bad.length === 0 ? 'info' : 'warning'}
          title={text.admin.rehearsal(report.added, report.changed, report.same, report.bad.length)}
        />
      )}
      {report !== undefined && report.bad.length > 0 && (
        <Table
          rowKey={(row) => `${String(row.line)}-${row.field}`}
          size="small"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={report.bad}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: text.admin.line, dataIndex: 'line' },
            { title: text.admin.code, dataIndex: 'code' },
            { title: text.list.name, dataIndex: 'name' },
            { title: text.admin.why, render: (_, row) => (of === 'zh' ? row.message : row.message_en) },
          ]}
        />
      )}
    </Modal>
  )
}
