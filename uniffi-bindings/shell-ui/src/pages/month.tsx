import { useState } from 'react'
import type { MonthTask } from '../bridge/types'
import { useCall } from '../bridge/use'
import { plainDay, words, t } from '../text/words'
import { Empty, Part, Row, Screen, Tag } from '../parts/basics'
import { Problem } from '../parts/problem'
import { target } from '../parts/task-target'

const ORDER = ['check_day', 'recheck', 'confirm', 'visit', 'campaign', 'job', 'training'] as const

/** The tasks of this month（S3-07）. */
export function Month() {
  const tasks = useCall('plan.tasks', { grid: null })
  const month = useCall('plan.month', { grid: null })
  const hazards = useCall('hazard.list', { premises: null, inspection: null, open_only: false, limit: 500 })
  const jobs = useCall('plan.jobs')
  const due = useCall('plan.due', { grid: null, limit: 500 })
  /** Left in peace until the day of the plan: nobody is to come before it. */
  const inPeace = (task: MonthTask): boolean =>
    task.kind === 'visit' &&
    !task.done &&
    (due.data?.some((it) => it.premises.record === task.record && it.due.leave_in_peace && it.state === 'later') ?? false)
  const [done, setDone] = useState(false)
  /** A recheck is called by its hazard. */
  const name = (task: MonthTask) => {
    const row = hazards.data?.find((it) => it.record === task.record)
    return row && [row.premises_name, row.description].filter(Boolean).join('：')
  }
  const shown = tasks.data?.filter((task) => done || !task.done) ?? []
  return (
    <Screen title={t.month.title}>
      <Problem error={tasks.error ?? month.error ?? jobs.error} />
      {!tasks.data && !tasks.error && <Empty>{t.loading}</Empty>}
      {month.data?.check_day && (
        <div className="card pad">
          <b>{t.today.checkDay}</b> {plainDay(month.data.check_day)}　<Tag tone={month.data.check_day_state === 'missed' ? 'red' : 'blue'}>{words('check_day', month.data.check_day_state)}</Tag>
        </div>
      )}
      {tasks.data && shown.length === 0 && <Empty>{t.month.none}</Empty>}
      {ORDER.map((kind) => {
        const list = shown.filter((task) => task.kind === kind)
        return (
          list.length > 0 && (
            <Part key={kind} title={`${t.month.kind[kind]}（${list.length}）`}>
              <div className="card">
                {list.map((task, index) => (
                  <Row
                    key={index}
                    to={target(task)}
                    title={task.text || name(task) || t.month.kind[kind]}
                    sub={`${t.month.due(plainDay(task.due))}${kind === 'visit' ? ` · ${task.reason_text}` : ''}`}
                    side={task.done ? <Tag tone="green">{t.month.done}</Tag> : inPeace(task) ? <Tag tone="grey">{t.premises.peace}</Tag> : undefined}
                  />
                ))}
              </div>
            </Part>
          )
        )
      })}
      {jobs.data?.map((job) => (
        <Part key={job.key} title={`${t.month.steps}：${job.job.text}`}>
          <ol className="card pad steps">
            {job.steps.map((step, index) => (
              <li key={index}>{step}</li>
            ))}
          </ol>
        </Part>
      ))}
      {tasks.data?.some((task) => task.done) && !done && (
        <button className="btn quiet" onClick={() => setDone(true)}>
          {t.month.showDone}
        </button>
      )}
    </Screen>
  )
}
