import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { NumberLink } from '../../parts/NumberLink'
import { PagedRecords } from '../../parts/PagedRecords'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import type { Period } from '../../logic/period'
import { RowsDrawer, type Rows } from './RowsDrawer'

const CHANNELS = ['grid_patrol', 'unannounced_visit', 'double_random', 'complaint', 'department', 'police', 'self_check']

/** What was closed in time of what fell due, by channel, and what is overdue now. */
export function OnTime({ period }: { period: Period }) {
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
