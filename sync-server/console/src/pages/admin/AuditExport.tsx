import { useMutation } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { api } from '../../api/client'
import { ApiProblem, take } from '../../api/problem'
import { dayText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { saveFile } from '../../parts/saveFile'
import { RelayDatePicker } from '../../parts/RelayDatePicker'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'

/** Gives the audit log of a month out as a file. */
export function AuditExport() {
  const text = useText()
  const now = useNow()
  const [chosen, setChosen] = useState('')
  const month = chosen === '' && now !== undefined ? dayText(now).slice(0, 7) : chosen
  const fetchLog = useMutation({
    mutationFn: async (of: string) => {
      const log = await take(api.GET('/api/v1/audit', { params: { query: { month: of } }, parseAs: 'text' }))
      saveFile(`audit-${of}.jsonl`, log, 'application/jsonl')
    },
  })
  const none = fetchLog.error instanceof ApiProblem && fetchLog.error.status === 404
  return (
    <Panel title={text.care.audit}>
      <p className="note">{text.care.auditHint}</p>
      <div className="filters">
        <RelayDatePicker
          picker="month"
          aria-label={text.care.month}
          allowClear={false}
          value={month === '' ? null : dayjs(`${month}-01`)}
          onChange={(value) => setChosen(value?.format('YYYY-MM') ?? '')}
        />
        <Button disabled={month === ''} loading={fetchLog.isPending} onClick={() => fetchLog.mutate(month)}>
          {text.care.download}
        </Button>
      </div>
      {none ? <Alert type="info" title={text.care.noMonth} /> : <ErrorNote problem={fetchLog.error} />}
    </Panel>
  )
}
