import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Navigate, useParams } from 'react-router'
import type { TableColumnsType } from 'antd'
import type { ListItem } from '../../api/types'
import { timeText } from '../../logic/time'
import { DueTag } from '../../parts/DueTag'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { RecordLink } from '../../parts/RecordLink'
import { RecordTable } from '../../parts/RecordTable'
import { StatusTag } from '../../parts/StatusTag'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { casesQuery } from './casesQuery'
import { OpenCase } from './OpenCase'

/** The registers of cases, all drawn from their tables. */
export default function CasesPage() {
  const text = useText()
  const word = useWord()
  const { kind } = useParams()
  const cases = useQuery(casesQuery)
  const [opening, setOpening] = useState(false)
  const tables = cases.data?.tables ?? []
  const current = kind ?? tables[0]?.kind
  const columns: TableColumnsType<ListItem> = [
    {
      title: text.list.name,
      width: 300,
      render: (_, item) => (
        <>
          <RecordLink item={item} title={item.title === '' ? word('kind', item.kind) : item.title} />
          <div className="cell-sub">{item.detail}</div>
        </>
      ),
    },
    { title: text.list.where, width: 180, render: (_, item) => item.premises_name || item.grid_name },
    { title: text.list.status, width: 130, render: (_, item) => <StatusTag kind={item.kind} status={item.status} /> },
    { title: text.list.due, width: 130, render: (_, item) => <DueTag due={item.due} /> },
    { title: text.list.number, width: 170, dataIndex: 'number' },
    { title: text.list.at, width: 150, render: (_, item) => timeText(item.at) },
  ]
  const table = tables.find((one) => one.kind === current)
  return (
    <div className="page">
      <PageHead title={text.cases.title}>
        {table !== undefined && (
          <Button type="primary" onClick={() => setOpening(true)}>
            {text.cases.open} · {word('kind', table.kind)}
          </Button>
        )}
      </PageHead>
      <PageTabs
        label={text.cases.title}
        items={tables.map((one) => ({ to: `/cases/${one.kind}`, label: word('kind', one.kind) }))}
      />
      {kind === undefined && current !== undefined && <Navigate to={`/cases/${current}`} replace />}
      {current !== undefined && (
        <RecordTable
          key={current}
          name={`cases/${current}`}
          label={word('kind', current)}
          filters={{}}
          columns={columns}
        />
      )}
      {opening && table !== undefined && (
        <OpenCase table={table} lists={cases.data?.lists ?? {}} onClose={() => setOpening(false)} />
      )}
    </div>
  )
}
