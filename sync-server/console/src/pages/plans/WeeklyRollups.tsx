import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { meQuery } from '../../api/queries'
import type { components } from '../../api/schema'
import { mayDo } from '../../app/menu'
import { timeText } from '../../logic/time'
import { DayPick } from '../../parts/DayPick'
import { ErrorNote } from '../../parts/ErrorNote'
import { AskFirst } from '../../parts/AskFirst'
import { PagedRecords } from '../../parts/PagedRecords'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

type Village = components['schemas']['VillageWeekView']
type Count = 'found' | 'fixed' | 'open' | 'overdue'

const COUNTS: Count[] = ['found', 'fixed', 'open', 'overdue']

/** A week, village by village, with what each of them has confirmed of it. */
export function WeeklyRollups() {
  const text = useText()
  const word = useWord()
  const { message } = App.useApp()
  const client = useQueryClient()
  const me = useQuery(meQuery).data
  const [on, setOn] = useState('')
  const [opened, setOpened] = useState<{ name: string; count: Count; ids: string[] }>()
  const week = useQuery({
    queryKey: ['weekly-rollups', on],
    queryFn: () => take(api.GET('/api/v1/weekly-rollups', { params: { query: on === '' ? {} : { on } } })),
  })
  const confirm = useMutation({
    mutationFn: async (one: Village) => {
      const from = week.data?.from ?? ''
      const fields = {
        week: from,
        ...Object.fromEntries(COUNTS.map((count) => [count, String(one[count].length)])),
        ...(one.overdue.length > 0 ? { items: one.overdue.join(',') } : {}),
      }
      const result = await take(
        api.POST('/api/v1/cases/{kind}', {
          params: { path: { kind: 'rollup' }, header: csrf },
          body: {
            grid: one.village,
            content: { title: `${from}至${week.data?.until ?? ''}汇总` },
            first: { step: 'rollup.report', fields, with: [], photos: [], due: null },
          } as never,
        }),
      )
      if (result.record == null) throw new Error(word('reason', result.reason ?? ''))
    },
    onSuccess: () => {
      void message.success(text.plans.weekReported)
      void client.invalidateQueries({ queryKey: ['weekly-rollups'] })
      void client.invalidateQueries({ queryKey: ['list'] })
    },
    onError: (error) => void message.error(error.message),
  })
  const mayReport = mayDo(me, ['rollup.report'])
  return (
    <>
      <p className="note">{text.plans.weekHint}</p>
      <DayPick value={on} onChange={setOn} label={text.plans.weekOf} />
      <ErrorNote problem={week.error} onRetry={() => void week.refetch()} />
      <Panel title={week.data === undefined ? '' : text.plans.period(week.data.from, week.data.until)}>
        <Table<Village>
          rowKey="village"
          size="small"
          aria-label={text.plans.weekly}
          loading={week.isPending}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={week.data?.villages ?? []}
          columns={[
            { title: text.list.village, dataIndex: 'name' },
            ...COUNTS.map((count) => ({
              title: text.plans.weekCounts[count],
              render: (_: unknown, one: Village) => (
                <Button
                  type="link"
                  size="small"
                  disabled={one[count].length === 0}
                  onClick={() => setOpened({ name: one.name, count, ids: one[count] })}
                >
                  {one[count].length}
                </Button>
              ),
            })),
            {
              title: text.plans.weekReport,
              render: (_, one) =>
                one.report == null ? (
                  mayReport ? (
                    <AskFirst title={text.plans.weekConfirm(one.name)} onYes={() => confirm.mutate(one)}>
                      <Button size="small" loading={confirm.isPending}>
                        {text.plans.weekDo}
                      </Button>
                    </AskFirst>
                  ) : (
                    <Tag>{text.plans.weekNone}</Tag>
                  )
                ) : (
                  <>
                    <Link to={`/cases/rollup/${one.report.case}`}>{one.report.status_label}</Link>{' '}
                    {one.report.overdue && <Tag color="red">{word('timing', 'late')}</Tag>}
                    {!one.report.agrees && <Tag color="orange">{text.plans.weekDiffers}</Tag>}
                    <div className="cell-sub">
                      {one.report.by} · {timeText(one.report.at)}
                      {one.report.note !== '' && ` · ${one.report.note}`}
                    </div>
                  </>
                ),
            },
          ]}
        />
      </Panel>
      {opened !== undefined && (
        <Panel title={`${opened.name} · ${text.plans.weekCounts[opened.count]}`}>
          <PagedRecords ids={opened.ids} />
        </Panel>
      )}
    </>
  )
}
