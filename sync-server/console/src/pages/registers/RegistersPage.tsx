import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Table } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { formOf } from '../../api/registerForm'
import { sheetsQuery } from '../../api/sheets'
import { useStore } from '../../api/store'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { FileLink } from '../../parts/FileLink'
import { PageHead } from '../../parts/PageHead'
import { Panel } from '../../parts/Panel'
import { language, useText } from '../../text/language'
import { EntryText } from './EntryText'
import { NewRow } from './NewRow'

/** What a township sets: registers with their rows in force and their history. */
export default function RegistersPage() {
  const text = useText()
  const of = useStore(language)
  const navigate = useNavigate()
  const { name } = useParams()
  const [history, setHistory] = useState(false)
  const [adding, setAdding] = useState(false)
  const registers = useQuery({
    queryKey: ['registers'],
    queryFn: () => take(api.GET('/api/v1/registers')),
  })
  const rows = useQuery({
    queryKey: ['registers', name, history],
    queryFn: () =>
      take(
        api.GET('/api/v1/registers/{register}', {
          params: { path: { register: name ?? '' }, query: { history } },
        }),
      ),
    enabled: name !== undefined,
  })
  const register = registers.data?.find((one) => one.name === name)
  const sheets = useQuery(sheetsQuery)
  const sheet = name === undefined ? undefined : sheets.data?.[name]
  const form = formOf(register)
  const names: Record<string, string> = Object.fromEntries([
    ...(sheet?.fields ?? []).map((field) => [field.name, field.zh]),
    ...(form?.fields ?? []).map((field) => [field.name, of === 'zh' ? field.zh : field.en]),
  ])
  return (
    <div className="page">
      <PageHead title={text.registers.title}>
        <Link to="/numbers">{text.numbers.title}</Link>
      </PageHead>
      <ErrorNote problem={registers.error} onRetry={() => void registers.refetch()} />
      <div className="columns columns-list">
        <Panel>
          <Table
            rowKey="name"
            size="small"
            pagination={false}
            loading={registers.isPending}
            dataSource={registers.data ?? []}
            columns={[
              {
                title: text.list.name,
                render: (_, one) => (
                  <Button
                    type="link"
                    size="small"
                    style={{ padding: 0, whiteSpace: 'normal', height: 'auto', textAlign: 'left' }}
                    aria-current={one.name === name}
                    onClick={() => void navigate(`/registers/${one.name}`)}
                  >
                    {one.zh === '' ? one.name : one.zh}
                  </Button>
                ),
              },
              { title: text.registers.inForce, dataIndex: 'in_force', width: 64 },
            ]}
          />
        </Panel>
        {register === undefined && registers.data !== undefined && <Panel><span className="note">{text.registers.choose}</span></Panel>}
        {register !== undefined && (
          <Panel
            title={register.zh === '' ? register.name : register.zh}
            extra={
              <>
                <Checkbox checked={history} onChange={(event) => setHistory(event.target.checked)}>
                  {text.registers.history}
                </Checkbox>
                {register.may_set && (
                  <Button size="small" onClick={() => setAdding(true)}>
                    {text.registers.add}
                  </Button>
                )}
              </>
            }
          >
            <ErrorNote problem={rows.error} />
            <Table
              rowKey="seq"
              size="small"
              pagination={false}
              loading={rows.isPending}
              dataSource={rows.data ?? []}
              scroll={{ x: 'max-content' }}
              columns={[
                {
                  title: text.registers.key,
                  render: (_, one) => (
                    <>
                      {one.key}{' '}
                      {one.paper != null && (
                        <FileLink href={`/api/v1/papers/case_bundle/${one.paper}`}>PDF</FileLink>
                      )}
                    </>
                  ),
                },
                { title: text.registers.entry, render: (_, one) => <EntryText entry={one.entry} names={names} /> },
                { title: text.registers.from, dataIndex: 'from', width: 110 },
                { title: text.registers.until, dataIndex: 'until', width: 110 },
                { title: text.registers.reason, dataIndex: 'reason' },
                { title: text.list.at, width: 140, render: (_, one) => timeText(one.received_at) },
              ]}
            />
          </Panel>
        )}
      </div>
      {adding && name !== undefined && sheets.isFetched && (
        <NewRow
          register={name}
          example={rows.data?.[0]?.entry}
          {...(sheet === undefined ? {} : { sheet })}
          {...(form === undefined ? {} : { form })}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  )
}
