import type { Grid, Status } from '../bridge/types'
import { useCall } from '../bridge/use'
import { zh } from '../text/zh'
import { Row, Screen, Tag } from '../parts/basics'

/** What is one's own: grids, work sent, score, settings. */
export function Me() {
  const status = useCall<Status>('phone.status')
  const grids = useCall<Grid[]>('phone.grids')
  const waiting = (status.data?.pending ?? 0) + (status.data?.drafts ?? 0)
  return (
    <Screen tab title={zh.me.title}>
      <div className="card pad">
        <b className="big">{status.data?.user_name}</b>
        <p>{status.data?.tenant_name}</p>
        <p className="hint">
          {zh.me.grids}：{grids.data?.map((it) => it.name).join('、')}
        </p>
      </div>
      <div className="card">
        <Row to="/sync" title={zh.me.sync} side={waiting > 0 ? <Tag tone="amber">{zh.banner.waiting(waiting)}</Tag> : <Tag tone="green">{zh.banner.safe}</Tag>} />
        <Row to="/refused" title={zh.me.refused} side={status.data && status.data.refused > 0 ? <Tag tone="red">{status.data.refused}</Tag> : undefined} />
        <Row to="/cases" title={zh.me.cases} sub={zh.cases.hint} />
        <Row to="/history" title={zh.me.history} />
        <Row to="/score" title={zh.me.score} />
        <Row to="/training" title={zh.me.training} />
        <Row to="/contacts" title={zh.me.contacts} />
        <Row to="/settings" title={zh.me.settings} />
      </div>
    </Screen>
  )
}
