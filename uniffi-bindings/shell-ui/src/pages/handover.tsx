import { can } from '../bridge/host'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Part, Row, Screen, Wait } from '../parts/basics'
import { Link } from '../parts/router'
import { Export } from './export'
import { Lease } from './lease'
import { Space } from './space'
import { People } from './workers'

/** Another takes over: the draft, or the phone; and what helps where there is no network for long. */
export function Handover() {
  const status = useCall('phone.status')
  const visits = useCall('inspection.list', { premises: null, limit: 100 })
  const grids = useCall('phone.grids')
  // Who only works grids of their own is not shown the way; whether one may is not decided here.
  const leads = grids.data?.some((it) => it.roles.some((role) => role !== 'grid_worker')) ?? false
  const data = status.data
  if (!data) return <Wait title={t.handover.title} error={status.error} />
  const open = visits.data?.filter((row) => row.status === 'draft' || row.status === 'returned') ?? []
  return (
    <Screen title={t.handover.title}>
      <Part title={t.handover.drafts}>
        <p className="hint">{t.handover.draftsHint(open.length)}</p>
        <Link to="/sync" className="btn">
          {t.today.syncNow}
        </Link>
      </Part>
      {can('workers.list') && (
        <Part title={t.handover.people}>
          <p className="hint">{t.handover.peopleHint}</p>
          <People leaving={{ label: data.user_name, waiting: data.pending + data.drafts }} />
        </Part>
      )}
      <Lease days={data.lease_days_left} />
      {leads && (
        <div className="card">
          <Row to="/lease-sign" title={t.leaseSign.title} sub={t.leaseSign.sub} />
        </div>
      )}
      {can('work.export') && <Export />}
      <Space />
    </Screen>
  )
}
