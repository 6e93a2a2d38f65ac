import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Table } from 'antd'
import { useState } from 'react'
import { analysisOf } from '../../api/breakdown'
import type { components } from '../../api/schema'
import { periodBefore, type Period } from '../../logic/period'
import { CsvButton } from '../../parts/CsvButton'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { NumberLink } from '../../parts/NumberLink'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { GroupsDrawer, type Groups } from './GroupsDrawer'

type Line = components['schemas']['LineView']
type Part = 'by_heading' | 'by_category' | 'by_grid' | 'by_township'

/** What was found, by heading, category, grid and of a county township, beside the period before, with proposals. */
export function Analysis({ period }: { period: Period }) {
  const text = useText()
  const words = useProblemWords()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [rows, setRows] = useState<Groups>()
  const analysis = useQuery({
    queryKey: ['analysis', period],
    queryFn: () => analysisOf(period),
    retry: false,
  })
  const data = analysis.data
  const open = (label: string, line: Line, ids: string[]): void =>
    setRows({ title: `${line.name} · ${label}`, groups: [{ label, ids }] })
  const openBefore = (part: Part, line: Line): void => {
    const before = periodBefore(period)
    client
      .fetchQuery({ queryKey: ['analysis', before], queryFn: () => analysisOf(before), retry: false })
      .then((earlier) => open(text.figures.before, line, (earlier[part] ?? []).find((one) => one.key === line.key)?.hazards ?? []))
      .catch((problem: unknown) => void message.error(words(problem)))
  }
  const table = (title: string, part: Part, lines: Line[]) => (
    <Panel
      title={title}
      extra={
        <CsvButton
          name={`${text.figures.analysis}-${title}-${data?.period ?? ''}`}
          rows={[
            [text.list.name, text.figures.found, text.figures.before],
            ...lines.map((line) => [line.name, String(line.found), String(line.before)]),
          ]}
        />
      }
    >
      <Table<Line>
        rowKey="key"
        size="small"
        aria-label={title}
        pagination={false}
        dataSource={lines}
        columns={[
          { title: text.list.name, dataIndex: 'name' },
          {
            title: text.figures.found,
            width: 90,
            render: (_, line) => (
              <NumberLink
                label={`${line.name} ${text.figures.found}`}
                onOpen={() => open(text.figures.found, line, line.hazards)}
              >
                {line.found}
              </NumberLink>
            ),
          },
          {
            title: text.figures.before,
            width: 90,
            render: (_, line) =>
              line.before === 0 ? (
                '0'
              ) : (
                <NumberLink label={`${line.name} ${text.figures.before}`} onOpen={() => openBefore(part, line)}>
                  {line.before}
                </NumberLink>
              ),
          },
        ]}
      />
    </Panel>
  )
  return (
    <>
      <ErrorNote problem={analysis.error} onRetry={() => void analysis.refetch()} />
      {data !== undefined && (
        <>
          {data.proposals.length > 0 && (
            <Panel title={text.figures.proposals}>
              <ul style={{ margin: 0, paddingLeft: 18 }}>
                {data.proposals.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </Panel>
          )}
          <div className="pair">
            {table(text.figures.byHeading, 'by_heading', data.by_heading)}
            {table(text.figures.byCategory, 'by_category', data.by_category)}
          </div>
          {(data.by_township ?? []).length > 0 && table(text.figures.byTownship, 'by_township', data.by_township ?? [])}
          {table(text.figures.byGrid, 'by_grid', data.by_grid)}
        </>
      )}
      <GroupsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </>
  )
}
