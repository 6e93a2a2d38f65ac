import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { complaintFile, type ComplaintFile } from '../../logic/complaintFile'
import { decoded } from '../../logic/csv'
import { ErrorNote } from '../../parts/ErrorNote'
import { FilePick } from '../../parts/FilePick'
import { GridSelect } from '../../parts/GridSelect'
import { Panel } from '../../parts/Panel'
import { RowsPreview } from '../../parts/RowsPreview'
import { useText } from '../../text/language'
import { ImportResult } from './ImportResult'
import { useCodes } from './useSeverities'

const PREVIEW = 5

/** Enters the complaints of another platform: looked at first, then entered and compared. */
export function ComplaintImport() {
  const text = useText()
  const client = useQueryClient()
  const sources = useCodes('report_sources')
  const [grid, setGrid] = useState('')
  const [source, setSource] = useState('hotline_12345')
  const [file, setFile] = useState<ComplaintFile & { body: string }>()
  const enter = useMutation({
    mutationFn: (body: string) =>
      take(
        api.POST('/api/v1/complaints/import', {
          params: { query: { grid, source }, header: csrf },
          headers: { 'content-type': 'text/csv' },
          body,
          bodySerializer: (it) => it,
        }),
      ),
    onSettled: () => client.invalidateQueries(),
  })
  const pick = (picked: File): void => {
    enter.reset()
    void picked.arrayBuffer().then((bytes) => {
      const body = decoded(bytes)
      setFile({ ...complaintFile(body), body })
    })
  }
  return (
    <>
      <Panel title={text.reports.import}>
        <p className="note">{text.reports.importHint}</p>
        <Form layout="vertical" className="fields">
          <Form.Item label={text.reports.source} htmlFor="import-source">
            <Select id="import-source" style={{ width: 160 }} value={source} options={sources} onChange={setSource} />
          </Form.Item>
          <Form.Item label={text.reports.elsewhere} htmlFor="import-grid" required>
            <GridSelect id="import-grid" value={grid} onChange={setGrid} width={220} />
          </Form.Item>
          <Form.Item label={text.reports.file}>
            <FilePick label={text.reports.chooseCsv} accept=".csv,text/csv" onPick={pick} />
          </Form.Item>
        </Form>
      </Panel>
      {file !== undefined && enter.data === undefined && (
        <Panel title={text.reports.importPreview}>
          <Alert
            className="gap-below"
            type={file.missing.length + file.twice + file.empty > 0 ? 'warning' : 'info'}
            title={
              file.missing.length > 0
                ? text.reports.missingColumns(file.missing.join('、'))
                : text.reports.previewCount(file.rows.length, file.twice, file.empty)
            }
          />
          <p className="note">
            {text.reports.importPreviewHint} {text.reports.firstRows(Math.min(PREVIEW, file.rows.length))}
          </p>
          <RowsPreview headings={file.headings} rows={file.rows} most={PREVIEW} />
          <ErrorNote problem={enter.error} />
          <Button
            type="primary"
            className="gap-above"
            disabled={grid === '' || file.rows.length === 0}
            loading={enter.isPending}
            onClick={() => enter.mutate(file.body)}
          >
            {text.reports.enter}
          </Button>
        </Panel>
      )}
      {enter.data !== undefined && <ImportResult report={enter.data} />}
    </>
  )
}
