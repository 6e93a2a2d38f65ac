import { useQuery } from '@tanstack/react-query'
import { Alert, Select, Table } from 'antd'
import { useState } from 'react'
import { MOST_ROWS } from '../../api/breakdown'
import { gridsQuery } from '../../api/queries'
import { rateText, UNPLACED, type BreakdownLine } from '../../logic/breakdown'
import type { Period } from '../../logic/period'
import { CsvButton } from '../../parts/CsvButton'
import { ErrorNote } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { breakdownOf, GROUPINGS, MEASURES, type Grouping, type Measure } from './breakdownOf'
import { GroupsDrawer, type Groups } from './GroupsDrawer'
import { NumberLink } from '../../parts/NumberLink'

/** Open hazards, on-time rate and recheck rate in parts; every number opens the records behind it. */
export function Breakdown({ period, county }: { period: Period; county: boolean }) {
  const text = useText()
  const word = useWord()
  const [measure, setMeasure] = useState<Measure>('open')
  const [by, setBy] = useState<Grouping>(county ? 'township' : 'village')
  const [rows, setRows] = useState<Groups>()
  const grids = useQuery(gridsQuery)
  const parts = useQuery({
    queryKey: ['breakdown', period, measure, by],
    queryFn: () => breakdownOf(period, measure, by, grids.data ?? []).then((lines) => ({ lines })),
    enabled: grids.data !== undefined,
    retry: false,
  })
  const lines = parts.data?.lines
  const isRate = measure !== 'open'
  const nameOf = (line: BreakdownLine): string =>
    line.key === UNPLACED ? text.breakdown.unplaced : by === 'severity' ? word('severity', line.key) : line.name
  const number = (line: BreakdownLine): string =>
    isRate ? rateText(line.met.length, line.met.length + line.unmet.length) : String(line.met.length)
  const open = (line: BreakdownLine): void =>
    setRows({
      title: nameOf(line),
      groups: isRate
        ? [
            { label: text.figures.unmet, ids: line.unmet },
            { label: text.figures.met, ids: line.met },
          ]
        : [{ label: text.breakdown.open, ids: line.met }],
    })
  const sum: BreakdownLine | undefined = lines && {
    key: 'sum',
    name: text.breakdown.sum,
    met: lines.flatMap((line) => line.met),
    unmet: lines.flatMap((line) => line.unmet),
  }
  const headings = [text.breakdown[by], text.breakdown[measure]]
  const shown = by === 'period' && isRate ? (lines ?? []) : [...(lines ?? []), ...(sum === undefined ? [] : [sum])]
  return (
    <Panel
      title={`${text.breakdown[measure]} · ${text.breakdown[by]}`}
      extra={
        <CsvButton
          name={`${text.breakdown[measure]}-${text.breakdown[by]}-${period.on ?? ''}`}
          rows={[headings, ...shown.map((line) => [nameOf(line), number(line)])]}
        />
      }
    >
      <div className="filters">
        <Select
          aria-label={text.breakdown.measure}
          style={{ width: 170 }}
          value={measure}
          options={MEASURES.map((one) => ({ value: one, label: text.breakdown[one] }))}
          onChange={setMeasure}
        />
        <Select
          aria-label={text.breakdown.by}
          style={{ width: 190 }}
          value={by}
          options={GROUPINGS.filter((one) => county || one !== 'township').map((one) => ({ value: one, label: text.breakdown[one] }))}
          onChange={setBy}
        />
      </div>
      <p className="note">{isRate ? text.breakdown.rateHint : text.breakdown.openHint}</p>
      <ErrorNote problem={parts.error ?? grids.error} onRetry={() => void parts.refetch()} />
      {parts.isSuccess && lines === undefined ? (
        <Alert type="warning" title={text.breakdown.tooMany(MOST_ROWS)} />
      ) : (
        <Table<BreakdownLine>
          rowKey="key"
          size="small"
          aria-label={text.breakdown.title}
          loading={parts.isPending}
          pagination={false}
          dataSource={lines?.length === 0 ? [] : shown}
          locale={{ emptyText: <Nothing words={text.nothing} /> }}
          columns={[
            {
              title: headings[0],
              render: (_, line) => (
                <>
                  {nameOf(line)}
                  {line.key === UNPLACED && <div className="cell-sub">{text.breakdown.unplacedHint}</div>}
                </>
              ),
            },
            {
              title: headings[1],
              width: 200,
              render: (_, line) => (
                <NumberLink label={nameOf(line)} onOpen={() => open(line)}>
                  {number(line)}
                </NumberLink>
              ),
            },
          ]}
        />
      )}
      <GroupsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </Panel>
  )
}
