import { useQuery } from '@tanstack/react-query'
import { App, Select } from 'antd'
import { useState } from 'react'
import { figureOf } from '../../api/breakdown'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { NumberLink } from '../../parts/NumberLink'
import { PagedRecords } from '../../parts/PagedRecords'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import type { Period } from '../../logic/period'
import { RowsDrawer, type Rows } from './RowsDrawer'
import { TownshipTable } from './TownshipTable'

const CHANNELS = ['grid_patrol', 'unannounced_visit', 'double_random', 'complaint', 'department', 'police', 'self_check']

const CODE = 'timely_close'

/** What was closed in time of what fell due, by channel, and what is overdue now; of a county by township too. */
export function OnTime({ period, county }: { period: Period; county: boolean }) {
  const words = useProblemWords()
  const { message } = App.useApp()
  const text = useText()
  const word = useWord()
  const [source, setSource] = useState('')
  const [rows, setRows] = useState<Rows>()
  const onTime = useQuery({
    queryKey: ['on-time', period, source],
    queryFn: () =>
      take(
        api.GET('/api/v1/on-time', {
          params: { query: { ...period, open: 'all', ...(source === '' ? {} : { source }) } },
        }),
      ),
    retry: false,
  })
  const data = onTime.data
  const byTownship = useQuery({
    queryKey: ['figures', period, true],
    queryFn: () => take(api.GET('/api/v1/figures', { params: { query: { ...period, by: 'township' } } })),
    // Those figures are of all channels together.
    enabled: county && source === '',
    retry: false,
  })
  const open = (township: { grid: string; name: string }): void => {
    figureOf({ ...period, grid: township.grid }, CODE)
      .then(({ met, unmet }) => setRows({ title: `${township.name} · ${text.scores.onTime}`, met, unmet }))
      .catch((problem: unknown) => void message.error(words(problem)))
  }
  return (
    <>
      <Panel
        title={data === undefined ? text.loading : `${data.grid_name} · ${data.period}`}
        extra={
          <Select
            aria-label={text.scores.channel}
            style={{ width: 150 }}
            value={source}
            options={[
              { value: '', label: text.scores.anyChannel },
              ...CHANNELS.map((one) => ({ value: one, label: word('source', one) })),
            ]}
            onChange={setSource}
          />
        }
      >
        <ErrorNote problem={onTime.error} onRetry={() => void onTime.refetch()} />
        {data !== undefined && (
          <p>
            {text.scores.onTime}{' '}
            <NumberLink
              onOpen={() =>
                setRows({ title: text.scores.onTime, met: data.figure.met ?? [], unmet: data.figure.unmet ?? [] })
              }
            >
              {data.figure.text}
            </NumberLink>
          </p>
        )}
        {county && source === '' && (
          <>
            <ErrorNote problem={byTownship.error} onRetry={() => void byTownship.refetch()} />
            <TownshipTable
              title={text.figures.byTownship}
              csv={`${text.scores.onTime}-${text.figures.byTownship}-${data?.period ?? ''}`}
              only={[CODE]}
              townships={byTownship.data?.townships ?? []}
              onOpen={open}
            />
          </>
        )}
      </Panel>
      {data !== undefined && (
        <Panel title={`${text.scores.overdueNow} ${String(data.overdue.length)}`}>
          {data.overdue.length === 0 ? (
            <span className="note">{text.scores.noneOverdue}</span>
          ) : (
            <PagedRecords ids={data.overdue} />
          )}
        </Panel>
      )}
      <RowsDrawer rows={rows} onClose={() => setRows(undefined)} />
    </>
  )
}
