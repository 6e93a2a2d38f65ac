import { useEffect, useRef, useState } from 'react'
import type { Item, PhotoLine, Scalar } from '../bridge/types'
import { t } from '../text/words'
import { useTyping } from '../bridge/typing'
import { Field, Tag } from '../parts/basics'
import { PhotoButtons, Photos } from '../parts/photo'

/** What changes of an answer. */
export interface Change {
  result?: 'pass' | 'fail' | 'na'
  value?: Scalar
  note?: string
  part?: string
}

interface Props {
  item: Item
  number: number
  inspection: string
  photos: PhotoLine[]
  gallery: boolean
  locked: boolean
  current: boolean
  answer: (item: Item, change: Change) => Promise<void>
  guide: (item: string) => void
  reason: string | undefined
}

/** Text that is saved while it is typed: each letter is in the store before the next but one. */
function Words({ value, label, hint, locked, long, save }: { value: string; label: string; hint: string; locked: boolean; long?: boolean; save: (text: string) => Promise<void> }) {
  const [text, setText] = useState(value)
  const typed = useRef(false)
  const typing = useTyping(label, save)
  useEffect(() => {
    if (!typed.current) setText(value)
  }, [value])
  const change = (to: string) => {
    setText(to)
    typed.current = true
    void typing.put(to)
  }
  const shared = { value: text, placeholder: hint, readOnly: locked, onChange: (event: { target: { value: string } }) => change(event.target.value) }
  return <Field label={label}>{long ? <textarea {...shared} /> : <input {...shared} />}</Field>
}

/** The words of an answer; what stands in brackets has a line of its own, so that no word is cut in two. */
function Label({ sign, text }: { sign: string; text: string }) {
  const [, short, more] = /^(.+?)（(.+)）$/.exec(text) ?? []
  return (
    <>
      {sign} {short ?? text}
      {more && <small>{more}</small>}
    </>
  )
}

/** One question: its words, two large buttons, and what a failed one needs. */
export function ItemCard({ item, number, inspection, photos, gallery, locked, current, answer, guide, reason }: Props) {
  const result = item.answer?.result ?? null
  const wantsPhoto = item.photo === 'always' || (item.photo === 'on_fail' && result === 'fail')
  const [more, setMore] = useState(false)
  const shows = result === 'fail' || item.photo === 'always' || photos.length > 0 || more || reason !== undefined
  const put = (to: 'pass' | 'fail' | 'na') => void answer(item, { result: to })
  return (
    <section className={`card item${current ? ' open-now' : ''}`} id={`item-${item.id}`} aria-label={item.question}>
      <p className="meta">
        <span>
          {number}. {item.group}
        </span>
        {item.life_threat && <Tag tone="red">{t.visit.life}</Tag>}
        {wantsPhoto && photos.length === 0 && <Tag tone="amber">{t.visit.mustPhoto}</Tag>}
        {item.answer?.conflict && <Tag tone="red">{t.visit.conflict}</Tag>}
      </p>
      <p className="ask">{item.question}</p>
      {reason && <p className="problem">{reason}</p>}
      {item.answer_type !== 'pass_fail_na' && (
        <Value item={item} locked={locked} save={(value) => answer(item, { value })} />
      )}
      <div className="answers">
        <button className="pass" aria-pressed={result === 'pass'} disabled={locked} onClick={() => put('pass')}>
          <Label sign="✓" text={item.pass_label} />
        </button>
        <button className="fail" aria-pressed={result === 'fail'} disabled={locked} onClick={() => put('fail')}>
          <Label sign="✗" text={item.fail_label} />
        </button>
      </div>
      <div className="under">
        <button aria-pressed={result === 'na'} disabled={locked} onClick={() => put('na')}>
          {t.visit.na}
        </button>
        <button onClick={() => guide(item.id)}>{t.visit.guide}</button>
        {!shows && (
          <button onClick={() => setMore(true)}>
            {t.visit.note}
          </button>
        )}
      </div>
      {shows && (
        <div className="inner">
          {(result === 'fail' || more || reason !== undefined) && (
            <>
              <Words long label={t.visit.note} hint={t.visit.noteHint} value={item.answer?.note ?? ''} locked={locked} save={(note) => answer(item, { note })} />
              <Words label={t.visit.part} hint={t.visit.partHint} value={item.answer?.part ?? ''} locked={locked} save={(part) => answer(item, { part })} />
            </>
          )}
          <Photos photos={photos} />
          {!locked && <PhotoButtons target={inspection} item={item.id} stage="found" gallery={gallery} />}
        </div>
      )}
    </section>
  )
}

/** A number by tapping it, or by typing one that is larger. */
function Value({ item, locked, save }: { item: Item; locked: boolean; save: (value: Scalar) => Promise<void> }) {
  const value = item.answer?.value ?? null
  if (item.answer_type === 'text') {
    return <Words label={t.visit.value} hint="" locked={locked} value={typeof value === 'string' ? value : ''} save={save} />
  }
  return (
    <div className="inner">
      <div className="choices" role="group" aria-label={t.visit.value}>
        {[0, 1, 2, 3, 4, 5].map((number) => (
          <button key={number} className="choice" aria-pressed={value === number} disabled={locked} onClick={() => void save(number)}>
            {number}
          </button>
        ))}
        <input
          className="search"
          style={{ width: '6.5rem', minHeight: '48px' }}
          inputMode="numeric"
          aria-label={t.visit.value}
          placeholder={item.unit ?? t.visit.value}
          readOnly={locked}
          value={typeof value === 'number' ? String(value) : ''}
          onChange={(event) => {
            const typed = event.target.value.replace(/\D/g, '').slice(0, 6)
            void save(typed === '' ? null : Number(typed))
          }}
        />
        <span className="hint">{item.unit}</span>
      </div>
    </div>
  )
}
