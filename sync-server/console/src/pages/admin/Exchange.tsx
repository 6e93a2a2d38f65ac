import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Select, Table } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { decoded } from '../../logic/csv'
import { ErrorNote } from '../../parts/ErrorNote'
import { FileLink } from '../../parts/FileLink'
import { FilePick } from '../../parts/FilePick'
import { Panel } from '../../parts/Panel'
import { useDatedName } from '../../parts/useDatedName'
import { useRefusalWord } from '../../parts/useRefusalWord'
import { useText } from '../../text/language'
import { useCodes } from '../reports/useSeverities'

/** Hazards out to another platform, its numbers and states back in. */
export function Exchange() {
  const text = useText()
  const why = useRefusalWord()
  const client = useQueryClient()
  const named = useDatedName()
  const systems = useCodes('external_systems')
  const states = useCodes('external_states')
  const [chosen, setChosen] = useState<string>()
  const system = chosen ?? systems[0]?.value
  const back = useMutation({
    mutationFn: (body: string) =>
      take(
        api.POST('/api/v1/exchange/{system}', {
          params: { path: { system: system ?? '' }, header: csrf },
          headers: { 'content-type': 'text/csv' },
          body,
          bodySerializer: (it) => it,
        }),
      ),
    onSettled: () => client.invalidateQueries(),
  })
  const report = back.data
  return (
    <Panel title={text.lists.exchange}>
      <p className="note">
        {text.lists.exchangeHint} {text.lists.stateCodes}：
        {states.map((one) => `${one.value} ${one.label}`).join('、')}
      </p>
      {system === undefined ? (
        <span className="note">{text.lists.noSystems}</span>
      ) : (
        <div className="filters">
          <Select
            aria-label={text.lists.system}
            style={{ width: 260, maxWidth: '100%' }}
            value={system}
            options={systems}
            onChange={setChosen}
          />
          <FileLink button="middle" href={`/api/v1/exchange/${system}`} name={named(`${text.lists.exchange}-${system}`, 'csv')}>
            {text.lists.push}
          </FileLink>
          <FilePick
            label={text.lists.takeBack}
            accept=".csv,text/csv"
            busy={back.isPending}
            onPick={(file) => void file.arrayBuffer().then((bytes) => back.mutate(decoded(bytes)))}
          />
        </div>
      )}
      <ErrorNote problem={back.error} />
      {report !== undefined && (
        <Alert
          className="gap-below"
          type={report.bad.length === 0 ? 'success' : 'warning'}
          title={text.lists.result(report.taken.length, report.already.length, report.bad.length)}
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
    </Panel>
  )
}
