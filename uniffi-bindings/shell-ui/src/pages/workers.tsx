import { useCallback, useEffect, useState } from 'react'
import { host } from '../bridge/host'
import type { Worker } from '../bridge/types'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Field, Sheet, Tag } from '../parts/basics'
import { Problem } from '../parts/problem'
import { toast } from '../parts/toast'

/** Who leaves: their name and what waits, for their button. Not known on a locked phone. */
export type Leaving = { label: string; waiting: number } | null

/** The people who share this phone（共用手机）, each with data of their own; one is open. */
export function People({ leaving }: { leaving: Leaving }) {
  const [people, setPeople] = useState<Worker[]>()
  const [adding, setAdding] = useState(false)
  const act = useAct()
  const { run } = act
  const load = useCallback(() => run(async () => setPeople(await host('workers.list', {})), false), [run])
  useEffect(() => void load(), [load])
  const change = (to: Worker) =>
    act.run(async () => {
      await host('workers.open', { slot: to.slot, label: leaving?.label ?? null, waiting: leaving?.waiting ?? null })
      // Nothing of the person before may stay on the screen or in memory.
      location.hash = '#/'
      location.reload()
    }, false)
  return (
    <>
      <Problem error={act.error} />
      {!people && !act.error && <Empty>{t.loading}</Empty>}
      {leaving !== null && leaving.waiting > 0 && <p className="hint">{t.handover.unsent(leaving.waiting)}</p>}
      <div className="stack">
        {people?.map((it) =>
          it.open ? (
            <p key={it.slot} className="card pad">
              <b>{leaving?.label || it.label || t.handover.thisOne}</b>　<Tag tone="green">{t.handover.now}</Tag>
            </p>
          ) : (
            <button key={it.slot} className="btn" disabled={act.busy} onClick={() => void change(it)}>
              {t.handover.change(it.label || t.unnamed)}
              {it.waiting !== null && it.waiting > 0 && <Tag tone="amber">{t.handover.waiting(it.waiting)}</Tag>}
            </button>
          ),
        )}
        <button className="btn quiet" onClick={() => setAdding(true)}>
          {t.handover.add}
        </button>
      </div>
      {adding && (
        <Add
          close={() => setAdding(false)}
          added={() => {
            setAdding(false)
            void load()
          }}
        />
      )}
    </>
  )
}

function Add({ close, added }: { close: () => void; added: () => void }) {
  const [label, setLabel] = useState('')
  const act = useAct()
  const add = () =>
    act.run(async () => {
      await host('workers.add', { label: label.trim() })
      toast(t.handover.added)
      added()
    }, false)
  return (
    <Sheet title={t.handover.add} close={close}>
      <Problem error={act.error} />
      <Field label={t.handover.label}>
        <input value={label} maxLength={12} autoComplete="off" onChange={(event) => setLabel(event.target.value)} />
      </Field>
      <p className="hint">{t.handover.labelHint}</p>
      <div className="pair">
        <button className="btn quiet" onClick={close}>
          {t.cancel}
        </button>
        <button className="btn main" disabled={act.busy || label.trim() === ''} onClick={() => void add()}>
          {t.handover.add}
        </button>
      </div>
    </Sheet>
  )
}
