import type { CaseLine } from '../bridge/types'
import { useCall } from '../bridge/use'
import { moment, shortDay, t } from '../text/words'
import { Part, Screen, Tag, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { PhotoButtons, Photos } from '../parts/photo'
import { Link } from '../parts/router'
import { Withdraw } from '../parts/withdraw'
import { caseTone } from './cases'

/** One case: where it stands, what can be done now, what was said and done. */
export function CasePage({ record: id }: { record: string }) {
  const view = useCall('case.read', { case: id })
  const data = view.data
  if (!data) return <Wait title={t.cases.title} error={view.error} />
  const { record } = data
  const { state } = record
  const number = state.notice_number ?? state.provisional_number
  const open = data.steps.length > 0
  // Whether a signature holds matters to a step that is still to be taken upon it.
  const matters = data.steps.some((form) => form.signers.length > 0)
  return (
    <Screen title={data.kind_text}>
      <Problem error={view.error} />
      <div className="card pad">
        <p className="tags">
          <Tag tone={caseTone(state)}>{state.status_text}</Tag>
          {state.overdue && state.status !== 'overdue' && <Tag tone="red">{t.hazards.overdue}</Tag>}
          {record.pending && state.status !== 'draft' && <Tag tone="grey">{t.pending}</Tag>}
        </p>
        {data.title && <p><b>{data.title}</b></p>}
        {record.premises && <p>{record.premises.name || t.unnamed}</p>}
        {state.due_ms !== null && <p>{t.cases.due(shortDay(state.due_ms))}</p>}
        {number && <p>{t.cases.number}：{number}</p>}
        {data.parent && <p>{t.cases.from}：{data.parent.name}</p>}
      </div>
      {Object.keys(record.content.conflicts ?? {}).length > 0 && <Link to={`/conflicts/${id}`} className="btn red">{t.conflicts.title}</Link>}
      <Part title={t.cases.next}>
        <div className="stack">
          {data.steps.map((form) => {
            const asks = t.cases.asks(form.people, form.photos, form.signers.length > 0)
            return (
              <Link key={form.step} to={`/case/${id}/${form.step}`} className={data.steps.length === 1 ? 'btn main' : 'btn'}>
                {form.text}
                {asks && `（${asks}）`}
              </Link>
            )
          })}
          {!open && <p className="hint">{t.cases.nothing}</p>}
        </div>
      </Part>
      {data.written.length > 0 && (
        <Part title={t.cases.written}>
          <div className="card pad">
            <Lines lines={data.written} />
          </div>
        </Part>
      )}
      {record.signatures.length > 0 && (
        <Part title={t.cases.signatures}>
          <div className="card pad">
            {record.signatures.map((it) => (
              <p key={it.id}>
                {it.signer}（{it.role_text}）<Tag tone={it.holds || !matters ? 'green' : 'red'}>{it.holds || !matters ? t.finish.signed : it.redacted ? t.finish.redacted : t.finish.void}</Tag>
              </p>
            ))}
          </div>
        </Part>
      )}
      <Part title={t.cases.log}>
        {data.log.length === 0 && <p className="hint">{t.cases.noLog}</p>}
        {data.log.map((one, index) => (
          <div key={index} className="card pad">
            <b>{one.text}</b>
            <p className="hint">
              {[one.user_name, ...one.with].join('、')} · {moment(one.at_ms)}
              {one.pending && ` · ${t.pending}`}
              {one.number && ` · ${one.number}`}
            </p>
            <Lines lines={one.lines} />
            <Photos photos={record.photos.filter((it) => one.photos.includes(it.record))} />
          </div>
        ))}
      </Part>
      {(open || record.photos.length > 0) && (
        <Part title={t.cases.photos}>
          <Photos photos={record.photos} />
          {open && <PhotoButtons target={id} stage="found" gallery={false} />}
        </Part>
      )}
      <div className="stack">
        {record.premises && (
          <Link to={`/premises/${record.premises.record}`} className="btn quiet">
            {t.premises.title}：{record.premises.name || t.unnamed}
          </Link>
        )}
        <Withdraw record={id} title={t.cases.withdraw} allowed={record.allowed} />
      </div>
    </Screen>
  )
}

/** What was said, field by field. */
function Lines({ lines }: { lines: CaseLine[] }) {
  return lines.map((line) => (
    <p key={line.name}>
      {line.text}：<b>{line.value_text}</b>
    </p>
  ))
}
