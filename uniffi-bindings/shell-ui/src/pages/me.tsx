import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Row, Screen, Tag } from '../parts/basics'

/** What is one's own: grids, work sent, score, settings. */
export function Me() {
  const status = useCall('phone.status')
  const grids = useCall('phone.grids')
  const waiting = (status.data?.pending ?? 0) + (status.data?.drafts ?? 0)
  return (
    <Screen tab title={t.me.title}>
      <div className="card pad">
        <b className="big">{status.data?.user_name}</b>
        <p>{status.data?.tenant_name}</p>
        <p className="hint">
          {grids.data?.length === 0 ? t.me.noGrids : `${t.me.grids}：${grids.data?.map((it) => it.name).join('、') ?? t.loading}`}
        </p>
      </div>
      <div className="card">
        <Row to="/sync" title={t.me.sync} side={waiting > 0 ? <Tag tone="amber">{t.banner.waiting(waiting)}</Tag> : <Tag tone="green">{t.banner.safe}</Tag>} />
        <Row to="/refused" title={t.me.refused} side={status.data && status.data.refused > 0 ? <Tag tone="red">{status.data.refused}</Tag> : undefined} />
        <Row to="/cases" title={t.me.cases} sub={t.cases.hint} />
        <Row to="/complaint" title={t.complaint.title} sub={t.complaint.sub} />
        <Row to="/history" title={t.me.history} />
        <Row to="/score" title={t.me.score} />
        <Row to="/training" title={t.me.training} />
        <Row to="/contacts" title={t.me.contacts} />
        <Row to="/handover" title={t.me.handover} sub={t.me.handoverHint} />
        <Row to="/settings" title={t.me.settings} />
      </div>
    </Screen>
  )
}
