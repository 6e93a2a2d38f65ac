import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import dayjs from 'dayjs'
import { Navigate, useParams, useSearchParams } from 'react-router'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { dayText } from '../../logic/time'
import { GridSelect } from '../../parts/GridSelect'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { useSeesCounty } from '../../parts/useSeesCounty'
import { RelayDatePicker } from '../../parts/RelayDatePicker'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'
import { Analysis } from './Analysis'
import { Breakdown } from './Breakdown'
import { ByWorker } from './ByWorker'
import { Coverage } from './Coverage'
import { FigureTable } from './FigureTable'
import { Honors } from './Honors'
import { OnTime } from './OnTime'
import { PERIODS, type Period, type PeriodKind } from '../../logic/period'
import { Ranking } from './Ranking'
import { Scores } from './Scores'
import { Snapshots } from './Snapshots'

/** Figures of a period and a grid; every number opens the rows behind it. */
export default function FiguresPage() {
  const text = useText()
  const { tab } = useParams()
  const me = useQuery(meQuery).data
  const [search, setSearch] = useSearchParams()
  const now = useNow()
  const county = useSeesCounty()
  const kind = (search.get('kind') ?? 'year') as PeriodKind
  const on = search.get('on') ?? (now === undefined ? '' : dayText(now))
  const grid = search.get('grid') ?? ''
  const set = (change: Record<string, string>): void => {
    const next = { kind, on, grid, ...change }
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')))
  }
  const period: Period = { kind, ...(on === '' ? {} : { on }), ...(grid === '' ? {} : { grid }) }
  const wholeCounty = county && grid === ''
  const parts = [
    { key: 'now', label: text.figures.title, children: <FigureTable period={period} county={wholeCounty} /> },
    { key: 'breakdown', label: text.breakdown.title, children: <Breakdown key={String(wholeCounty)} period={period} county={wholeCounty} /> },
    { key: 'coverage', label: text.figures.coverage, children: <Coverage key={String(wholeCounty)} period={period} county={wholeCounty} /> },
    { key: 'ranking', label: text.figures.ranking, children: <Ranking key={String(wholeCounty)} period={period} county={wholeCounty} /> },
    { key: 'analysis', label: text.figures.analysis, children: <Analysis period={period} /> },
    { key: 'on-time', label: text.scores.onTime, children: <OnTime period={period} county={wholeCounty} /> },
    { key: 'scores', label: text.scores.title, children: <Scores period={period} county={wholeCounty} /> },
    ...(mayDo(me, ['ledger_export'])
      ? [
          { key: 'workers', label: text.byWorker.title, children: <ByWorker period={period} /> },
          { key: 'honors', label: text.scores.honors, children: <Honors period={period} county={wholeCounty} /> },
        ]
      : []),
    { key: 'snapshots', label: text.figures.snapshots, children: <Snapshots period={period} /> },
  ]
  return (
    <div className="page">
      <PageHead title={text.figures.title}>
        <Segmented
          aria-label={text.figures.period}
          value={kind}
          options={PERIODS.map((one) => ({ value: one, label: text.figures[one] }))}
          onChange={(value) => set({ kind: value })}
        />
        <RelayDatePicker
          aria-label={text.figures.on}
          allowClear={false}
          value={on === '' ? null : dayjs(on)}
          onChange={(value) => set({ on: value?.format('YYYY-MM-DD') ?? '' })}
        />
        <GridSelect
          value={grid}
          {...(county ? { whole: text.figures.county } : {})}
          onChange={(value) => set({ grid: value })}
        />
      </PageHead>
      {tab === undefined && <Navigate to={`/figures/now?${search.toString()}`} replace />}
      {now !== undefined && (
        <>
          <PageTabs
            label={text.figures.title}
            items={parts.map((part) => ({
              to: `/figures/${part.key}?${search.toString()}`,
              label: part.label,
            }))}
          />
          {parts.find((part) => part.key === tab)?.children}
        </>
      )}
    </div>
  )
}
