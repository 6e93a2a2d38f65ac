import { useCallback, useMemo, useState } from 'react'
import { call } from '../bridge/call'
import type { Item } from '../bridge/types'
import { useCall } from '../bridge/use'
import { hasWords, words, t } from '../text/words'
import { Screen, Sheet, Tag, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { useAct } from '../parts/act'
import { explain } from '../parts/explain'
import { HazardLine } from '../parts/lines'
import { openPaper } from '../parts/paper'
import { Link } from '../parts/router'
import { toast } from '../parts/toast'
import { Withdraw } from '../parts/withdraw'
import { ItemCard, type Change } from './item'

function Drawing({ svg }: { svg: string }) {
  // A picture, never markup of the page: what stands in it cannot run.
  const address = useMemo(() => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })), [svg])
  return <img src={address} alt="" />
}

function GuideSheet({ item, close }: { item: string; close: () => void }) {
  const { data, error } = useCall('policy.guide', { item })
  return (
    <Sheet title={data?.question ?? t.visit.guide} close={close}>
      <Problem error={error} />
      {data && (
        <>
          {(data.pass || data.fail) && (
            <div className="guide">
              {data.pass && (
                <figure className="good">
                  <Drawing svg={data.pass} />
                  <figcaption>✓ {t.visit.good}</figcaption>
                </figure>
              )}
              {data.fail && (
                <figure className="bad">
                  <Drawing svg={data.fail} />
                  <figcaption>✗ {t.visit.bad}</figcaption>
                </figure>
              )}
            </div>
          )}
          <div className="text">
            {data.look !== data.how_to_check && <p><b>{t.visit.look}</b>{data.look}</p>}
            <p><b>{t.visit.how}</b>{data.how_to_check}</p>
            <p><b>{t.visit.remedy}</b>{data.remedy}</p>
          </div>
        </>
      )}
      <button className="btn main" onClick={close}>
        {t.close}
      </button>
    </Sheet>
  )
}

/** The next item without an answer comes to the top of the screen. */
function bringUp(item: string | undefined): void {
  if (!item) return
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  document.getElementById(`item-${item}`)?.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' })
}

/** An inspection: one tap for an item that is in order. */
export function Visit({ inspection }: { inspection: string }) {
  const view = useCall('inspection.get', { inspection })
  const policy = useCall('policy.get')
  const [guide, setGuide] = useState<string>()
  // What was tapped shows before the store has said yes; it is taken back if the store says no.
  const [tapped, setTapped] = useState<Record<string, Change>>({})
  const items: Item[] = useMemo(
    () =>
      (view.data?.items ?? []).map((item) => {
        const change = tapped[item.id]
        const none = { result: null, value: null, note: '', part: '', conflict: false }
        return change ? { ...item, answer: { ...none, ...item.answer, ...change } } : item
      }),
    [view.data, tapped],
  )
  const answer = useCallback(
    async (item: Item, change: Change) => {
      setTapped((was) => ({ ...was, [item.id]: { ...was[item.id], ...change } }))
      if (change.result && change.result !== 'fail') {
        const place = items.findIndex((it) => it.id === item.id)
        const open = (it: Item) => it.id !== item.id && !it.answer?.result
        bringUp((items.slice(place).find(open) ?? items.find(open))?.id)
      }
      try {
        await call('inspection.answer', { inspection, item: item.id, ...change })
      } catch (problem) {
        setTapped((was) => ({ ...was, [item.id]: {} }))
        toast(`${t.visit.saveFailed}：${explain(problem)}`, true)
      }
    },
    [inspection, items],
  )
  const act = useAct()
  const data = view.data
  if (!data) return <Wait title={t.visit.title} error={view.error} />
  const state = data.record.state
  const settled = ['accepted', 'withdrawn'].includes(state.status) || state.read_only
  const answered = items.filter((item) => item.answer?.result).length
  const next = items.find((item) => !item.answer?.result)
  const conflicts = Object.keys(data.record.content.conflicts ?? {}).length > 0
  const mode = String(data.record.content.fields['mode'] ?? 'regular')
  const may = data.record.allowed.some((it) => it.action === 'submitted')
  return (
    <Screen
      title={data.record.premises?.name ?? t.visit.title}
      right={<span aria-label={t.visit.title}>{t.visit.progress(answered, items.length)}　</span>}
      foot={
        <div className="pair">
          {next ? (
            <button className="btn" onClick={() => bringUp(next.id)}>
              {t.visit.left(items.length - answered)}
            </button>
          ) : (
            <b className="hint">✓ {t.visit.allDone}</b>
          )}
          <Link to={`/visit/${inspection}/finish`} className={next ? 'btn quiet' : 'btn main'}>
            {t.visit.finish}
          </Link>
        </div>
      }
    >
      <Problem error={act.error} />
      <p className="tags">
        <Tag tone={state.status === 'returned' ? 'red' : state.status === 'accepted' ? 'green' : 'blue'}>{state.status_text}</Tag>
        {mode !== 'regular' && hasWords('mode', mode) && <Tag tone="blue">{words('mode', mode)}</Tag>}
        {data.record.pending && <Tag tone="grey">{t.pending}</Tag>}
        {data.record.photos.length > 0 && <Tag tone="grey">{t.photo.of(data.record.photos.filter((it) => it.shown).length, data.record.photos.length)}</Tag>}
        {settled && !may && <span className="hint">{t.visit.read}</span>}
      </p>
      {state.status === 'returned' && (
        <div className="problem">
          <b>{t.today.returned}</b>
          <ul>
            {state.return_reasons.map((reason, index) => (
              <li key={index}>
                {reason.item && <b>{items.find((it) => it.id === reason.item)?.question}</b>}
                {reason.text}
              </li>
            ))}
          </ul>
        </div>
      )}
      {conflicts && (
        <Link to={`/conflicts/${inspection}`} className="btn red">
          {t.visit.conflict}
        </Link>
      )}
      {data.hazards.length > 0 && (
        <div className="card">
          {data.hazards.map((row) => (
            <HazardLine key={row.record} row={row} />
          ))}
        </div>
      )}
      {items.map((item, index) => (
        <ItemCard
          key={item.id}
          item={item}
          number={index + 1}
          inspection={inspection}
          photos={data.record.photos.filter((photo) => photo.item === item.id)}
          gallery={policy.data?.allow_import ?? false}
          locked={settled}
          current={item.id === next?.id}
          answer={answer}
          guide={setGuide}
          reason={state.status === 'returned' ? state.return_reasons.find((it) => it.item === item.id)?.text : undefined}
        />
      ))}
      <div className="stack">
        {state.submitted && (
          <button className="btn quiet" disabled={act.busy} onClick={() => void act.run(() => openPaper(inspection, 'inspection_record'))}>
            {t.visit.paper}
          </button>
        )}
        <Withdraw record={inspection} title={t.visit.withdraw} allowed={data.record.allowed} />
      </div>
      {guide && <GuideSheet item={guide} close={() => setGuide(undefined)} />}
    </Screen>
  )
}
