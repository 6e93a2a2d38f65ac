import { useCallback, useMemo, useState } from 'react'
import { call } from '../bridge/call'
import type { Guide, InspectionView, Item, Policy } from '../bridge/types'
import { useCall } from '../bridge/use'
import { zh } from '../text/zh'
import { Empty, Problem, Screen, Sheet, Tag } from '../parts/basics'
import { HazardLine } from '../parts/lines'
import { Link } from '../parts/router'
import { toast } from '../parts/toast'
import { ItemCard, type Change } from './item'

function Drawing({ svg }: { svg: string }) {
  // A picture, never markup of the page: what stands in it cannot run.
  const address = useMemo(() => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })), [svg])
  return <img src={address} alt="" />
}

function GuideSheet({ item, close }: { item: string; close: () => void }) {
  const { data, error } = useCall<Guide>('policy.guide', { item })
  return (
    <Sheet title={data?.question ?? zh.visit.guide} close={close}>
      <Problem error={error} />
      {data && (
        <>
          {(data.pass || data.fail) && (
            <div className="guide">
              {data.pass && (
                <figure className="good">
                  <Drawing svg={data.pass} />
                  <figcaption>✓ {zh.visit.good}</figcaption>
                </figure>
              )}
              {data.fail && (
                <figure className="bad">
                  <Drawing svg={data.fail} />
                  <figcaption>✗ {zh.visit.bad}</figcaption>
                </figure>
              )}
            </div>
          )}
          <div className="text">
            {data.look !== data.how_to_check && <p><b>{zh.visit.look}</b>{data.look}</p>}
            <p><b>{zh.visit.how}</b>{data.how_to_check}</p>
            <p><b>{zh.visit.remedy}</b>{data.remedy}</p>
          </div>
        </>
      )}
      <button className="btn main" onClick={close}>
        {zh.close}
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
  const view = useCall<InspectionView>('inspection.get', { inspection })
  const policy = useCall<Policy>('policy.get')
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
        toast((problem as Error).message, true)
      }
    },
    [inspection, items],
  )
  const data = view.data
  if (!data) return <Screen title={zh.visit.title}>{view.error ? <Problem error={view.error} /> : <Empty>{zh.loading}</Empty>}</Screen>
  const state = data.record.state
  const settled = ['accepted', 'withdrawn'].includes(state.status) || state.read_only
  const answered = items.filter((item) => item.answer?.result).length
  const next = items.find((item) => !item.answer?.result)
  const conflicts = Object.keys(data.record.content.conflicts ?? {}).length > 0
  const may = data.record.allowed.some((it) => it.action === 'submitted')
  return (
    <Screen
      title={data.record.premises?.name ?? zh.visit.title}
      right={<span aria-label={zh.visit.title}>{zh.visit.progress(answered, items.length)}　</span>}
      foot={
        <div className="pair">
          {next ? (
            <button className="btn" onClick={() => bringUp(next.id)}>
              {zh.visit.left(items.length - answered)}
            </button>
          ) : (
            <b className="hint">✓ {zh.visit.allDone}</b>
          )}
          <Link to={`/visit/${inspection}/finish`} className={next ? 'btn quiet' : 'btn main'}>
            {zh.visit.finish}
          </Link>
        </div>
      }
    >
      <p className="tags">
        <Tag tone={state.status === 'returned' ? 'red' : state.status === 'accepted' ? 'green' : 'blue'}>{state.status_text}</Tag>
        {data.record.pending && <Tag tone="grey">{zh.pending}</Tag>}
        {data.record.photos.length > 0 && <Tag tone="grey">{zh.photo.of(data.record.photos.filter((it) => it.shown).length, data.record.photos.length)}</Tag>}
        {settled && !may && <span className="hint">{zh.visit.read}</span>}
      </p>
      {state.status === 'returned' && (
        <div className="problem">
          <b>{zh.today.returned}</b>
          <ul>
            {state.return_reasons.map((reason, index) => (
              <li key={index}>
                {reason.item && `${reason.item} `}
                {reason.text}
              </li>
            ))}
          </ul>
        </div>
      )}
      {conflicts && (
        <Link to={`/conflicts/${inspection}`} className="btn red">
          {zh.visit.conflict}
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
      {guide && <GuideSheet item={guide} close={() => setGuide(undefined)} />}
    </Screen>
  )
}
