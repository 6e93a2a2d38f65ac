import { useState } from 'react'
import { call } from '../bridge/call'
import { useCall } from '../bridge/use'
import { submitted } from '../bridge/sync'
import { useTyping } from '../bridge/typing'
import { moment, shortDay, valueText, words, t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Part, Screen, Tag, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { hazardTone } from '../parts/lines'
import { OwnerCode } from '../parts/owner-code'
import { openPaper } from '../parts/paper'
import { PhotoButtons, Photos } from '../parts/photo'
import { go, Link } from '../parts/router'
import { toast } from '../parts/toast'
import { Withdraw } from '../parts/withdraw'

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
  const view = useCall('record.get', { record: hazard })
  const policy = useCall('policy.get')
  const act = useAct()
  const [history, setHistory] = useState(false)
  const data = view.data
  if (!data) return <Wait title={t.hazard.title} error={view.error} />
  const { state } = data
  const field = (key: string) => String(data.content.fields[key] ?? '')
  const draft = state.status === 'draft'
  const over = ['closed', 'voided', 'withdrawn'].includes(state.status)
  const may = Object.keys(ACTS).filter((action) => data.allowed.some((it) => it.action === action))
  // Somebody else wrote that this person was there: that is said by themselves.
  const waits = data.allowed.filter((it) => it.action === 'rectification.countersign')
  const countersign = async ({ action, text }: { action: string; text: string }) => {
    await call('case.step', { case: hazard, step: action, fields: {}, with: [], photos: [], due: null })
    submitted()
    toast(t.step.done(text))
  }
  const stages = ['found', 'before', 'after', 'recheck', 'service']
  const twin = act.error?.findings.some((it) => it.code === 'hazard_open_already')
  const raise = () =>
    act.run(async () => {
      await call('hazard.raise', { hazard })
      submitted()
      toast(t.hazard.raised)
    })
  return (
    <Screen title={data.premises?.name ?? t.hazard.title}>
      <Problem error={act.error} />
      {twin && (
        <p>
          <button className="btn" onClick={() => void act.run(async () => { await call('hazard.edit', { hazard, fields: { is_another: true } }); await call('hazard.raise', { hazard }); submitted() })}>
            {t.hazard.another}
          </button>
        </p>
      )}
      <div className="card pad">
        <p className="tags">
          <Tag tone={hazardTone(state)}>{state.status_text}</Tag>
          {state.overdue && state.status !== 'overdue' && <Tag tone="red">{t.hazards.overdue}</Tag>}
          {data.recheck_overdue && <Tag tone="red">{t.hazards.recheckOverdue}</Tag>}
          {(state.life_threat || data.content.fields['life_threat'] === true) && <Tag tone="red">{t.visit.life}</Tag>}
          {data.pending && <Tag tone="grey">{t.pending}</Tag>}
        </p>
        <p className="big-text">
          <b>{field('description')}</b>
          {field('part') && `（${field('part')}）`}
        </p>
        {state.due_ms !== null && <p>{t.hazard.due}：<b>{t.hazards.due(shortDay(state.due_ms))}</b></p>}
        {(state.notice_number ?? state.provisional_number) && <p>{t.hazard.number}：{state.notice_number ?? state.provisional_number}</p>}
        {state.responsible.person && <p>{t.hazard.who}：{state.responsible.person} {state.responsible.phone}</p>}
        {state.responsible.person && state.responsible.phone && (
          <a className="btn quiet" href={`tel:${state.responsible.phone}`}>
            {t.hazard.callWho(state.responsible.person)}
          </a>
        )}
        {field('rectification') && <p className="hint">{t.hazard.remedy}：{field('rectification')}</p>}
        <p className="hint">{words('severity', field('severity'))} · {valueText('source', field('source'))}</p>
      </div>
      {draft && field('severity') === 'suspected_major' && <Interim hazard={hazard} value={field('interim_measures')} />}
      {Object.keys(data.content.conflicts ?? {}).length > 0 && <Link to={`/conflicts/${hazard}`} className="btn red">{t.conflicts.title}</Link>}
      <Part title={t.hazard.next}>
        <div className="stack">
          {draft && (
            <button className="btn main" disabled={act.busy} onClick={() => void raise()}>
              {t.hazard.raise}
            </button>
          )}
          {may.map((action, index) => (
            <Link key={action} to={`/hazard/${hazard}/${ACTS[action]}`} className={index === 0 && !draft ? 'btn main' : 'btn'}>
              {action === 'recheck_passed' ? t.recheck.title : words('event', action)}
            </Link>
          ))}
          {waits.map((it) => (
            <button key={it.action} className="btn" disabled={act.busy} onClick={() => void act.run(() => countersign(it))}>
              {it.text}
            </button>
          ))}
          {!draft && may.length === 0 && waits.length === 0 && <p className="hint">{t.hazard.nothing}</p>}
          {state.provisional_number && (
            <button className="btn quiet" disabled={act.busy} onClick={() => void act.run(() => openPaper(hazard, state.major_notice ? 'major_notice' : 'notice'))}>
              {t.hazard.paper}
            </button>
          )}
        </div>
      </Part>
      <Part title={data.photos.length > 0 ? t.photo.of(data.photos.filter((it) => it.shown).length, data.photos.length) : t.hazard.photos}>
        {stages.map((stage) => {
          const photos = data.photos.filter((it) => it.stage === stage)
          return photos.length > 0 ? (
            <div key={stage}>
              <p className="hint">{t.photo.stage[stage]}</p>
              <Photos photos={photos} />
            </div>
          ) : null
        })}
        {!over && (
          <PhotoButtons target={hazard} stage="found" gallery={policy.data?.allow_import ?? false} label={t.hazard.addPhoto} />
        )}
      </Part>
      <p />
      <div className="stack">
        {data.premises && (
          <button className="btn quiet" onClick={() => go(`/premises/${data.premises?.record ?? ''}`)}>
            {t.premises.title}：{data.premises.name}
          </button>
        )}
        {state.served && !over && <OwnerCode hazard={hazard} />}
        {state.close_out_number && (
          <button className="btn quiet" disabled={act.busy} onClick={() => void act.run(() => openPaper(hazard, 'recheck_opinion'))}>
            {t.hazard.opinion}
          </button>
        )}
        <Withdraw record={hazard} title={t.hazard.withdrawTitle} allowed={data.allowed} />
        <button className="btn quiet" onClick={() => setHistory(!history)}>
          {t.hazard.history}
        </button>
      </div>
      {history && <HistoryOf record={hazard} />}
    </Screen>
  )
}

function Interim({ hazard, value }: { hazard: string; value: string }) {
  const [text, setText] = useState(value)
  const typing = useTyping(`interim/${hazard}`, (to) => call('hazard.edit', { hazard, fields: { interim_measures: to } }))
  return (
    <Field label={t.hazard.interim} note={t.must}>
      <textarea
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          void typing.put(event.target.value)
        }}
      />
    </Field>
  )
}

/** Everything that happened to a record. */
export function HistoryOf({ record }: { record: string }) {
  const lines = useCall('record.history', { record })
  const edits = useCall('record.edits', { record })
  return (
    <div className="card">
      <Problem error={lines.error} />
      {lines.data?.map((line, index) => (
        <div key={index} className="row plain">
          <span className="main">
            <b>{line.text}</b>
            <span className="sub">
              {line.user_name}
              {line.role_text && `（${line.role_text}）`} · {line.received_at_ms === null ? t.history.line.pending : moment(line.received_at_ms)}
              {line.attested_by_relay && ` · ${t.history.line.relay}`}
              {line.reason && ` · ${t.history.line.noEffect}${line.reason}`}
              {line.number && ` · ${line.number}`}
            </span>
            {line.words.map((word, place) => (
              <span key={place} className="sub">
                {word.label}：{word.text}
              </span>
            ))}
          </span>
        </div>
      ))}
      <Problem error={edits.error} />
      {edits.data !== undefined && edits.data.length > 0 && <b>{t.history.edits}</b>}
      {edits.data?.map((edit, index) => (
        <div key={index} className="row plain">
          <span className="main">
            <b>{edit.label}</b>
            <span className="sub">
              {edit.before.length === 0 ? valueText(edit.key, null) : edit.before.map((value) => valueText(edit.key, value)).join('／')}
              {' → '}
              {valueText(edit.key, edit.after)}
            </span>
            <span className="sub">
              {edit.user_name} · {moment(edit.at_ms)}
              {edit.seq === null && ` · ${t.history.line.pending}`}
              {edit.late_text !== null && ` · ${edit.late_text}`}
            </span>
          </span>
        </div>
      ))}
    </div>
  )
}
