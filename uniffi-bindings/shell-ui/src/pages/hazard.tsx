import { useState } from 'react'
import { call } from '../bridge/call'
import type { HistoryLine, Policy, RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { submitted } from '../bridge/sync'
import { moment, shortDay, valueText, words, zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Empty, Field, Part, Problem, Screen, Tag } from '../parts/basics'
import { hazardTone } from '../parts/lines'
import { openPaper } from '../parts/paper'
import { PhotoButtons, Photos } from '../parts/photo'
import { go, Link } from '../parts/router'
import { toast } from '../parts/toast'

/** Acts with a page of their own, in the order in which work goes on. */
const ACTS: Record<string, string> = {
  served: 'serve',
  notice_issued: 'notice',
  fixed_on_spot: 'fix',
  feedback: 'feedback',
  recheck_passed: 'recheck',
  extension_requested: 'extend',
  urged: 'urge',
  escalated: 'escalate',
  voided: 'void',
}

/** A hazard: what is wrong, until when, what can be done now. */
export function HazardPage({ hazard }: { hazard: string }) {
  const view = useCall<RecordView>('record.get', { record: hazard })
  const policy = useCall<Policy>('policy.get')
  const act = useAct()
  const [history, setHistory] = useState(false)
  const data = view.data
  if (!data) return <Screen title={zh.hazard.title}>{view.error ? <Problem error={view.error} /> : <Empty>{zh.loading}</Empty>}</Screen>
  const { state } = data
  const field = (key: string) => String(data.content.fields[key] ?? '')
  const draft = state.status === 'draft'
  const may = Object.keys(ACTS).filter((action) => data.allowed.some((it) => it.action === action))
  const stages = ['found', 'before', 'after', 'recheck', 'service']
  const twin = act.error?.findings.some((it) => it.code === 'hazard_open_already')
  const raise = () =>
    act.run(async () => {
      await call('hazard.raise', { hazard })
      submitted()
      toast(zh.hazard.raised)
    })
  return (
    <Screen title={data.premises?.name ?? zh.hazard.title}>
      <Problem error={act.error} />
      {twin && (
        <p>
          <button className="btn" onClick={() => void act.run(async () => { await call('hazard.edit', { hazard, fields: { is_another: true } }); await call('hazard.raise', { hazard }); submitted() })}>
            {zh.hazard.another}
          </button>
        </p>
      )}
      <div className="card pad">
        <p className="tags">
          <Tag tone={hazardTone(state)}>{state.status_text}</Tag>
          {state.overdue && <Tag tone="red">{zh.hazards.overdue}</Tag>}
          {(state.life_threat || data.content.fields['life_threat'] === true) && <Tag tone="red">{zh.visit.life}</Tag>}
          {data.pending && <Tag tone="grey">{zh.pending}</Tag>}
        </p>
        <p className="big-text">
          <b>{field('description')}</b>
          {field('part') && `（${field('part')}）`}
        </p>
        {state.due_ms !== null && <p>{zh.hazard.due}：<b>{zh.hazards.due(shortDay(state.due_ms))}</b></p>}
        {(state.notice_number ?? state.provisional_number) && <p>{zh.hazard.number}：{state.notice_number ?? state.provisional_number}</p>}
        {state.responsible.person && <p>{zh.hazard.who}：{state.responsible.person} {state.responsible.phone}</p>}
        {field('rectification') && <p className="hint">{zh.hazard.remedy}：{field('rectification')}</p>}
        <p className="hint">{words('severity', field('severity'))} · {valueText('source', field('source'))}</p>
      </div>
      {draft && field('severity') === 'suspected_major' && <Interim hazard={hazard} value={field('interim_measures')} />}
      {Object.keys(data.content.conflicts ?? {}).length > 0 && <Link to={`/conflicts/${hazard}`} className="btn red">{zh.conflicts.title}</Link>}
      <Part title={zh.hazard.next}>
        <div className="stack">
          {draft && (
            <button className="btn main" disabled={act.busy} onClick={() => void raise()}>
              {zh.hazard.raise}
            </button>
          )}
          {may.map((action, index) => (
            <Link key={action} to={`/hazard/${hazard}/${ACTS[action]}`} className={index === 0 && !draft ? 'btn main' : 'btn'}>
              {action === 'recheck_passed' ? zh.recheck.title : words('event', action)}
            </Link>
          ))}
          {!draft && may.length === 0 && <p className="hint">{zh.hazard.nothing}</p>}
          {state.provisional_number && (
            <button className="btn quiet" disabled={act.busy} onClick={() => void act.run(() => openPaper(hazard, 'notice'))}>
              {zh.hazard.paper}
            </button>
          )}
        </div>
      </Part>
      <Part title={`${zh.hazard.photos}　${data.photos.length > 0 ? zh.photo.of(data.photos.filter((it) => it.shown).length, data.photos.length) : ''}`}>
        {stages.map((stage) => {
          const photos = data.photos.filter((it) => it.stage === stage)
          return photos.length > 0 ? (
            <div key={stage}>
              <p className="hint">{zh.photo.stage[stage]}</p>
              <Photos photos={photos} />
            </div>
          ) : null
        })}
        {!['closed', 'voided', 'withdrawn'].includes(state.status) && (
          <PhotoButtons target={hazard} stage="found" gallery={policy.data?.allow_import ?? false} label={zh.hazard.addPhoto} />
        )}
      </Part>
      <p />
      <div className="stack">
        {data.premises && (
          <button className="btn quiet" onClick={() => go(`/premises/${data.premises?.record ?? ''}`)}>
            {zh.premises.title}：{data.premises.name}
          </button>
        )}
        <button className="btn quiet" onClick={() => setHistory(!history)}>
          {zh.hazard.history}
        </button>
      </div>
      {history && <HistoryOf record={hazard} />}
    </Screen>
  )
}

function Interim({ hazard, value }: { hazard: string; value: string }) {
  const [text, setText] = useState(value)
  return (
    <Field label={zh.hazard.interim} note={zh.must}>
      <textarea
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          void call('hazard.edit', { hazard, fields: { interim_measures: event.target.value } }).catch(() => undefined)
        }}
      />
    </Field>
  )
}

/** Everything that happened to a record. */
export function HistoryOf({ record }: { record: string }) {
  const lines = useCall<HistoryLine[]>('record.history', { record })
  return (
    <div className="card">
      <Problem error={lines.error} />
      {lines.data?.map((line, index) => (
        <div key={index} className="row plain">
          <span className="main">
            <b>{line.text}</b>
            <span className="sub">
              {line.user_name}
              {line.role_text && `（${line.role_text}）`} · {line.received_at_ms === null ? zh.history.line.pending : moment(line.received_at_ms)}
              {line.attested_by_relay && ` · ${zh.history.line.relay}`}
              {line.reason && ` · ${zh.history.line.noEffect}${line.reason}`}
              {line.number && ` · ${line.number}`}
            </span>
          </span>
        </div>
      ))}
    </div>
  )
}
