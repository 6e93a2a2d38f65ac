import { useQuery } from '@tanstack/react-query'
import { App, Select, Table } from 'antd'
import { useState } from 'react'
import { breakdownOf, type BreakdownLine } from '../../api/breakdown'
import type { Period } from '../../logic/period'
import { CsvButton } from '../../parts/CsvButton'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { Nothing } from '../../parts/Nothing'
import { NumberLink } from '../../parts/NumberLink'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { groupingsOf, MEASURES, type Grouping, type Measure } from './groupings'
import { GroupsDrawer, type Groups } from './GroupsDrawer'

/** The key of what belongs to no part. */
const UNPLACED = ''
/** All lines together. */
const SUM = 'sum'

/** Open hazards, on-time rate, recheck rate and coverage in parts; every number opens the records behind it. */
export function Breakdown({ period, county }: { period: Period; county: boolean }) {
  const text = useText()
  const word = useWord()
  const words = useProblemWords()
  const { message } = App.useApp()
  const [measure, setMeasure] = useState<Measure>('open')
  const [wanted, setWanted] = useState<Grouping>(county ? 'township' : 'village')
  const [rows, setRows] = useState<Groups>()
  const groupings = groupingsOf(measure, county)
  const by = groupings.includes(wanted) ? wanted : 'village'
  const parts = useQuery({
    queryKey: ['breakdown', period, measure, by],
    queryFn: () => breakdownOf(period, measure, by),
    retry: false,
  })
  const isRate = measure !== 'open'
  const nameOf = (line: BreakdownLine): string => {
    if (line.key === UNPLACED) return text.breakdown.unplaced
    if (line.key === SUM) return text.breakdown.sum
    return by === 'severity' ? word('severity', line.key) : line.name
  }
  const number = (line: BreakdownLine): string => (isRate ? line.figure.text : String(line.figure.numerator))
  const open = (line: BreakdownLine): void => {
    breakdownOf(period, measure, by, line.key)
      .then((opened) => {
        const figure = line.key === SUM ? opened.figure : opened.lines.find((one) => one.key === line.key)?.figure
        const [met, unmet] = [figure?.met ?? [], figure?.unmet ?? []]
        setRows({
          title: nameOf(line),
          groups: isRate
            ? [
                { label: text.figures.unmet, ids: unmet },
                { label: text.figures.met, ids: met },
              ]
            : [{ label: text.breakdown.open, ids: met }],
        })
      })
      .catch((problem: unknown) => void message.error(words(problem)))
  }
  const lines = parts.data?.lines ?? []
  const sum = parts.data && { key: SUM, name: '', figure: parts.data.figure }
  const shown = (by === 'period' && isRate) || sum === undefined || lines.length === 0 ? lines : [...lines, sum]
  const headings = [text.breakdown[by], text.breakdown[measure]]
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
          options={groupings.map((one) => ({ value: one, label: text.breakdown[one] }))}
          onChange={setWanted}
        />
      </div>
      <p className="note">{measure === 'coverage' ? text.breakdown.coverageHint : isRate ? text.breakdown.rateHint : text.breakdown.openHint}</p>
      <ErrorNote problem={parts.error} onRetry={() => void parts.refetch()} />
      <Table<BreakdownLine>
        rowKey="key"
        size="small"
        aria-label={text.breakdown.title}
        loading={parts.isPending}
        pagination={false}
        dataSource={shown}
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
      <GroupsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </Panel>
  )
}
