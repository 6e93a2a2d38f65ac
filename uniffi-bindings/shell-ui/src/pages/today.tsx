import type { DueItem, MonthTask } from '../bridge/types'
import { useCall } from '../bridge/use'
import { moment, plainDay, t } from '../text/words'
import { Empty, Part, Row, Screen, Tag } from '../parts/basics'
import { Problem } from '../parts/problem'
import { Link } from '../parts/router'
import { HazardLine, InspectionLine } from '../parts/lines'
import { target } from '../parts/task-target'

/** Premises shown at once: more than a day's walk. */
const SHOWN = 30

/** The first screen: what was begun, what came back, what is due. */
export function Today() {
  const status = useCall('phone.status')
  const visits = useCall('inspection.list', { premises: null, limit: 100 })
  const due = useCall('plan.due', { grid: null, limit: SHOWN })
  const annulled = useCall('hazard.annulled')
  const tasks = useCall('plan.tasks', { grid: null })
  /** What others entered with this person as the second one. */
  const toConfirm = tasks.data?.filter((task) => task.kind === 'confirm' && !task.done) ?? []
  const open = visits.data?.filter((row) => row.status === 'draft' || row.status === 'returned') ?? []
  const returned = open.filter((row) => row.status === 'returned')
  const begun = open.filter((row) => row.status === 'draft')
  const groups = (['overdue', 'today', 'later'] as const).map((state) => [state, due.data?.filter((item) => item.state === state) ?? []] as const)
  const names = { overdue: t.today.overdue, today: t.today.today, later: t.today.soon }
  return (
    <Screen
      tab
      title={t.today.title}
      right={status.data?.demo ? <Tag tone="amber">{t.banner.demo}</Tag> : undefined}
    >
      <Problem error={visits.error ?? due.error} />
      {(annulled.data?.length ?? 0) > 0 && (
        <Part title={<Tag tone="amber">{t.today.annulled}</Tag>}>
          <div className="card">
            {annulled.data?.map((one) => (
              <div key={one.hazard.record}>
                <HazardLine row={one.hazard} />
                <p className="hint">
                  {t.today.annulledWhy(one.by ?? '', one.done_at_ms === null ? '—' : moment(one.done_at_ms), one.due_ms === null ? '—' : moment(one.due_ms))}
                  {one.on_behalf && ` · ${t.feedback.behalf}`}
                  {one.note && ` · ${one.note}`}
                </p>
              </div>
            ))}
          </div>
        </Part>
      )}
      {toConfirm.length > 0 && (
        <Part title={<Tag tone="amber">{t.today.toConfirm}</Tag>}>
          <div className="card">
            {toConfirm.map((task) => (
              <Row key={task.record} to={target(task)} title={task.text || task.reason_text} sub={task.reason_text} />
            ))}
          </div>
        </Part>
      )}
      {returned.length > 0 && (
        <Part title={<Tag tone="red">{t.today.returned}</Tag>}>
          <div className="card">{returned.map((row) => <InspectionLine key={row.record} row={row} named />)}</div>
        </Part>
      )}
      {begun.length > 0 && (
        <Part title={t.today.goOnHint}>
          <div className="card">{begun.map((row) => <InspectionLine key={row.record} row={row} named />)}</div>
        </Part>
      )}
      <MonthLine tasks={tasks.data} />
      {!due.data && !due.error && <Empty>{t.loading}</Empty>}
      {due.data?.length === 0 && (
        <Empty>
          {t.today.none}
          <br />
          {t.today.noneHint}
        </Empty>
      )}
      {groups.map(
        ([state, items]) =>
          items.length > 0 && (
            <Part key={state} title={`${names[state]}（${items.length}${items.length === SHOWN ? '+' : ''}）`}>
              <div className="card">{items.map((item) => <DueLine key={item.premises.record} item={item} />)}</div>
            </Part>
          ),
      )}
    </Screen>
  )
}

function DueLine({ item }: { item: DueItem }) {
  return (
    <Row
      to={`/premises/${item.premises.record}`}
      title={item.premises.name || t.unnamed}
      sub={
        <>
          {item.premises.address}
          <br />
          {t.month.due(plainDay(item.due.date))} · {item.due.reason_text}
        </>
      }
      tags={
        <>
          <Tag tone={item.state === 'overdue' ? 'red' : item.state === 'today' ? 'amber' : 'grey'}>{t.today.days(item.state, item.days)}</Tag>
          {item.due.leave_in_peace && item.state === 'later' && <Tag tone="grey">{t.premises.peace}</Tag>}
        </>
      }
    />
  )
}

function MonthLine({ tasks }: { tasks: MonthTask[] | undefined }) {
  const open = tasks?.filter((task) => !task.done).length
  return (
    <div className="card">
      <Link to="/month" className="row">
        <span className="main">
          <b>{t.today.month}</b>
          <span className="sub">{tasks ? t.month.left(open ?? 0, tasks.length) : t.loading}</span>
        </span>
        <span className="go" aria-hidden="true">
          ›
        </span>
      </Link>
    </div>
  )
}
