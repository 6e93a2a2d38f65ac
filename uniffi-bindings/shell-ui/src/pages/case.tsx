import { useState } from 'react'
import { call } from '../bridge/call'
import type { CaseLine, CaseView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { submitted } from '../bridge/sync'
import { moment, shortDay, zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Empty, Field, Part, Problem, Screen, Sheet, Tag } from '../parts/basics'
import { PhotoButtons, Photos } from '../parts/photo'
import { Link } from '../parts/router'
import { toast } from '../parts/toast'
import { caseTone } from './cases'

/** One case: where it stands, what can be done now, what was said and done. */
export function CasePage({ record: id }: { record: string }) {
  const view = useCall<CaseView>('case.read', { case: id })
  const [withdrawing, setWithdrawing] = useState(false)
  const data = view.data
  if (!data) return <Screen title={zh.cases.title}>{view.error ? <Problem error={view.error} /> : <Empty>{zh.loading}</Empty>}</Screen>
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
          {state.overdue && <Tag tone="red">{zh.hazards.overdue}</Tag>}
          {record.pending && state.status !== 'draft' && <Tag tone="grey">{zh.pending}</Tag>}
        </p>
        {data.title && <p><b>{data.title}</b></p>}
        {record.premises && <p>{record.premises.name || zh.unnamed}</p>}
        {state.due_ms !== null && <p>{zh.cases.due(shortDay(state.due_ms))}</p>}
        {number && <p>{zh.cases.number}：{number}</p>}
        {data.parent && <p>{zh.cases.from}：{data.parent.name}</p>}
      </div>
      {Object.keys(record.content.conflicts ?? {}).length > 0 && <Link to={`/conflicts/${id}`} className="btn red">{zh.conflicts.title}</Link>}
      <Part title={zh.cases.next}>
        <div className="stack">
          {data.steps.map((form) => {
            const asks = zh.cases.asks(form.people, form.photos, form.signers.length > 0)
            return (
              <Link key={form.step} to={`/case/${id}/${form.step}`} className={data.steps.length === 1 ? 'btn main' : 'btn'}>
                {form.text}
                {asks && `（${asks}）`}
              </Link>
            )
          })}
          {!open && <p className="hint">{zh.cases.nothing}</p>}
        </div>
      </Part>
      {data.written.length > 0 && (
        <Part title={zh.cases.written}>
          <div className="card pad">
            <Lines lines={data.written} />
          </div>
        </Part>
      )}
      {record.signatures.length > 0 && (
        <Part title={zh.cases.signatures}>
          <div className="card pad">
            {record.signatures.map((it) => (
              <p key={it.id}>
                {it.signer}（{it.role_text}）<Tag tone={it.holds || !matters ? 'green' : 'red'}>{it.holds || !matters ? zh.finish.signed : zh.finish.void}</Tag>
              </p>
            ))}
          </div>
        </Part>
      )}
      <Part title={zh.cases.log}>
        {data.log.length === 0 && <p className="hint">{zh.cases.noLog}</p>}
        {data.log.map((one, index) => (
          <div key={index} className="card pad">
            <b>{one.text}</b>
            <p className="hint">
              {[one.user_name, ...one.with].join('、')} · {moment(one.at_ms)}
              {one.pending && ` · ${zh.pending}`}
              {one.number && ` · ${one.number}`}
            </p>
            <Lines lines={one.lines} />
            <Photos photos={record.photos.filter((it) => one.photos.includes(it.record))} />
          </div>
        ))}
      </Part>
      {(open || record.photos.length > 0) && (
        <Part title={zh.cases.photos}>
          <Photos photos={record.photos} />
          {open && <PhotoButtons target={id} stage="found" gallery={false} />}
        </Part>
      )}
      <div className="stack">
        {record.premises && (
          <Link to={`/premises/${record.premises.record}`} className="btn quiet">
            {zh.premises.title}：{record.premises.name || zh.unnamed}
          </Link>
        )}
        {record.allowed.some((it) => it.action === 'withdrawn') && (
          <button className="btn quiet" onClick={() => setWithdrawing(true)}>
            {zh.cases.withdraw}
          </button>
        )}
      </div>
      {withdrawing && <Withdraw record={id} close={() => setWithdrawing(false)} />}
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

function Withdraw({ record, close }: { record: string; close: () => void }) {
  const [reason, setReason] = useState('')
  const act = useAct()
  const submit = () =>
    act.run(async () => {
      await call('record.withdraw', { record, reason: reason.trim() })
      submitted()
      toast(zh.cases.withdrawn)
      close()
    })
  return (
    <Sheet title={zh.cases.withdraw} close={close}>
      <Problem error={act.error} />
      <Field label={zh.cases.withdrawReason}>
        <textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div className="pair">
        <button className="btn quiet" onClick={close}>
          {zh.cancel}
        </button>
        <button className="btn red" disabled={act.busy || reason.trim() === ''} onClick={() => void submit()}>
          {zh.hazard.withdraw}
        </button>
      </div>
    </Sheet>
  )
}
