import { useState } from 'react'
import type { MonthTask } from '../bridge/types'
import { useCall } from '../bridge/use'
import { plainDay, words, zh } from '../text/zh'
import { Empty, Part, Problem, Row, Screen, Tag } from '../parts/basics'

interface Month {
  check_day: string | null
  check_day_state: string
}

const ORDER = ['check_day', 'recheck', 'visit', 'campaign', 'job', 'training'] as const

function target(task: MonthTask): string {
  if (task.kind === 'recheck' && task.record) return `/hazard/${task.record}`
  if (task.kind === 'training') return '/training'
  return task.record ? `/premises/${task.record}` : '/premises'
}

/** The tasks of this month（S3-07）. */
export function Month() {
  const tasks = useCall<MonthTask[]>('plan.tasks', { grid: null })
  const month = useCall<Month>('plan.month', { grid: null })
  const [done, setDone] = useState(false)
  const shown = tasks.data?.filter((task) => done || !task.done) ?? []
  return (
    <Screen title={zh.month.title}>
      <Problem error={tasks.error} />
      {month.data?.check_day && (
        <div className="card pad">
          <b>{zh.today.checkDay}</b> {plainDay(month.data.check_day)}　<Tag tone={month.data.check_day_state === 'missed' ? 'red' : 'blue'}>{words('check_day', month.data.check_day_state)}</Tag>
        </div>
      )}
      {tasks.data && shown.length === 0 && <Empty>{zh.month.none}</Empty>}
      {ORDER.map((kind) => {
        const list = shown.filter((task) => task.kind === kind)
        return (
          list.length > 0 && (
            <Part key={kind} title={`${zh.month.kind[kind]}（${list.length}）`}>
              <div className="card">
                {list.map((task, index) => (
                  <Row
                    key={index}
                    to={target(task)}
                    title={task.text || zh.month.kind[kind]}
                    sub={`${zh.month.due(plainDay(task.due))}${kind === 'visit' ? ` · ${task.reason_text}` : ''}`}
                    side={task.done ? <Tag tone="green">{zh.month.done}</Tag> : undefined}
                  />
                ))}
              </div>
            </Part>
          )
        )
      })}
      {tasks.data?.some((task) => task.done) && !done && (
        <button className="btn quiet" onClick={() => setDone(true)}>
          {zh.month.showDone}
        </button>
      )}
    </Screen>
  )
}
