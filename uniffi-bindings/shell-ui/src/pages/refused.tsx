import { useState } from 'react'
import { call } from '../bridge/call'
import type { Refused } from '../bridge/types'
import { useCall } from '../bridge/use'
import { moment, valueText, words, t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Screen, Tag } from '../parts/basics'
import { FieldName } from '../parts/field-name'
import { Problem } from '../parts/problem'
import { Link } from '../parts/router'
import { toast } from '../parts/toast'

function recordPath(work: Refused): string | null {
  if (work.kind === 'photo') return null
  const place: Record<string, string> = { premises: 'premises', inspection: 'visit', rectification: 'hazard' }
  return `/${place[work.kind] ?? 'case'}/${work.record}`
}

/** What the relay refused: nothing of it is lost, and it can be taken up again field by field. */
export function RefusedPage() {
  const list = useCall('refused.list')
  return (
    <Screen title={t.refused.title}>
      <Problem error={list.error} />
      {list.data?.length === 0 && <Empty>{t.refused.none}</Empty>}
      {list.data?.map((work) => <One key={work.envelope} work={work} />)}
    </Screen>
  )
}

function One({ work }: { work: Refused }) {
  const act = useAct()
  const keys = Object.keys(work.edits).filter((key) => !key.startsWith('sig/') && !key.startsWith('p/'))
  const [chosen, setChosen] = useState(() => new Set(keys))
  const path = recordPath(work)
  const flip = (key: string) => {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    setChosen(next)
  }
  return (
    <section className="card pad">
      <p className="tags">
        <Tag tone="red">{t.refused.reason[work.redacted ? 'redacted' : work.reason] ?? t.refused.other}</Tag>
        {work.applied_again && <Tag tone="green">{t.refused.applied}</Tag>}
      </p>
      <b>{work.title ?? words('kind', work.kind)}</b>
      <p className="hint">
        {words('kind', work.kind)} · {moment(work.at_ms)}
      </p>
      {work.quarantined && <p>{t.refused.quarantined}</p>}
      <p><b>{!work.applied_again && !work.quarantined && t.refused.todo}</b></p>
      <Problem error={act.error} />
      {keys.length > 0 && <p className="hint">{t.refused.written}{!work.applied_again && t.refused.pick}</p>}
      {keys.map((key) => (
        <label key={key} className="check">
          {!work.applied_again && <input type="checkbox" checked={chosen.has(key)} onChange={() => flip(key)} />}
          <span>
            <small><FieldName of={key} /></small>
            {valueText(key, work.edits[key])}
          </span>
        </label>
      ))}
      {work.events.length > 0 && <p className="hint">{t.refused.events(work.events.map((it) => it.text).join('、'))}</p>}
      <div className="stack">
        {!work.applied_again && keys.length > 0 && (
          <button
            className="btn main"
            disabled={act.busy || chosen.size === 0}
            onClick={() =>
              void act.run(async () => {
                await call('refused.apply_again', { envelope: work.envelope, keys: [...chosen] })
                toast(t.refused.taken)
              })
            }
          >
            {t.refused.again}
          </button>
        )}
        {path && (
          <Link to={path} className="btn quiet">
            {t.refused.open}
          </Link>
        )}
      </div>
    </section>
  )
}
