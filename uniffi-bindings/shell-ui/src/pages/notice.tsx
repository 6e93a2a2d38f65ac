import { call } from '../bridge/call'
import type { Grid, Policy, PremisesView, RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Screen, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { go } from '../parts/router'
import { toast } from '../parts/toast'

const DAYS = [3, 7, 15, 30]

/** A notice of rectification（整改通知书）: the days, and who is answerable. */
export function Notice({ hazard, view }: { hazard: string; view: RecordView }) {
  const policy = useCall('policy.get')
  const grids = useCall('phone.grids')
  const file = useCall(view.premises ? 'premises.get' : null, { premises: view.premises?.record ?? '' })
  if (!policy.data || !grids.data || (view.premises && !file.data)) return <Wait title={t.notice.title} error={policy.error ?? grids.error ?? file.error} />
  return <NoticeForm hazard={hazard} view={view} policy={policy.data} grids={grids.data} file={file.data} />
}

function NoticeForm({ hazard, view, policy, grids, file }: { hazard: string; view: RecordView; policy: Policy; grids: Grid[]; file: PremisesView | undefined }) {
  const known = (key: string) => String(file?.content.fields[key] ?? '')
  const roles = grids.find((it) => it.grid === view.grid)?.roles ?? []
  const mine = (some: string[]) => some.some((role) => roles.includes(role))
  // Those of one's own come first, then those one may speak for; the core would refuse the others.
  const own = policy.issuers.filter((it) => mine(it.roles))
  const others = policy.issuers.filter((it) => !own.includes(it) && (it.on_behalf === null || mine(it.on_behalf)))
  const issuers = [...own, ...others]
  const proposed = view.content.fields['deadline_kind'] === 'immediate' ? 0 : Number(view.content.fields['deadline_days'] ?? 7)
  const form = useForm(`notice/${hazard}`, {
    // A body of one's own if there is one, else the station; whoever knows better changes it.
    issuer: (own[0] ?? others.find((it) => it.roles.includes('station_officer')) ?? others[0])?.code ?? '',
    days: proposed,
    unit: known('name'),
    leader: known('responsible_territory_name'),
    person: known('responsible_unit_name') || known('owner_name'),
    phone: known('responsible_unit_phone') || known('owner_phone'),
  })
  const act = useAct()
  const value = form.value
  if (!form.ready) return <Wait title={t.notice.title} />
  const text = (key: 'unit' | 'leader' | 'person' | 'phone') => (
    <Field label={t.notice[key]}>
      <input value={value[key]} inputMode={key === 'phone' ? 'tel' : 'text'} onChange={(event) => form.set({ [key]: event.target.value })} />
    </Field>
  )
  const calendar = view.content.fields['deadline_kind'] === 'working' ? 'working' : 'natural'
  const issue = () =>
    call('notice.issue', {
      hazard,
      issuer: value.issuer,
      deadline: value.days === 0 ? { kind: 'immediate' } : { kind: 'days', days: value.days, calendar },
      responsible: { unit: value.unit, leader: value.leader, person: value.person, phone: value.phone },
    })
  return (
    <Screen
      title={t.notice.title}
      foot={
        <button
          className="btn main"
          disabled={act.busy}
          onClick={() =>
            void act.run(async () => {
              const { number } = await issue()
              await form.drop()
              submitted()
              toast(t.notice.issued(number))
              go(`/hazard/${hazard}/serve`, true)
            })
          }
        >
          {t.notice.issue}
        </button>
      }
    >
      <Problem error={act.error} />
      <div className="card pad">
        <b>{String(view.content.fields['description'] ?? '')}</b>
        <p className="hint">{String(view.content.fields['rectification'] ?? '')}</p>
      </div>
      <Field label={t.notice.deadline}>
        <span className="choices">
          <button className="choice" aria-pressed={value.days === 0} onClick={() => form.set({ days: 0 })}>
            {t.notice.now}
          </button>
          {[...new Set([...DAYS, proposed].filter((it) => it > 0))].sort((a, b) => a - b).map((days) => (
            <button key={days} className="choice" aria-pressed={value.days === days} onClick={() => form.set({ days })}>
              {days}
              {t.notice.day}
            </button>
          ))}
        </span>
      </Field>
      {text('unit')}
      {text('person')}
      {text('phone')}
      {text('leader')}
      <Field label={t.notice.issuer}>
        <select value={value.issuer} onChange={(event) => form.set({ issuer: event.target.value })}>
          {issuers.map((it) => (
            <option key={it.code} value={it.code}>
              {it.zh}
            </option>
          ))}
        </select>
      </Field>
    </Screen>
  )
}
