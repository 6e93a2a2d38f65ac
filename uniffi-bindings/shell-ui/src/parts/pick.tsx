import { useState } from 'react'
import { Sheet } from './basics'

/** What can be picked: its code is shown to nobody. */
export interface Choice {
  code: string
  text: string
  hint?: string | undefined
}

/** One of several, shown closed: the usual one costs no tap and no room. */
export function Pick({ label, value, choices, set }: { label: string; value: string; choices: Choice[]; set: (code: string) => void }) {
  const [open, setOpen] = useState(false)
  const chosen = choices.find((it) => it.code === value)
  return (
    <>
      <button className="btn quiet pick" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span>
          {label}：<b>{chosen?.text}</b>
        </span>
        <span className="go" aria-hidden="true">
          ›
        </span>
      </button>
      {open && (
        <Sheet title={label} close={() => setOpen(false)}>
          <div className="card" role="group" aria-label={label}>
            {choices.map((it) => (
              <button
                key={it.code}
                className="row"
                aria-pressed={it.code === value}
                onClick={() => {
                  set(it.code)
                  setOpen(false)
                }}
              >
                <span className="main">
                  <b>{it.text}</b>
                  {it.hint && <span className="sub">{it.hint}</span>}
                </span>
                {it.code === value && <span className="side">✓</span>}
              </button>
            ))}
          </div>
        </Sheet>
      )}
    </>
  )
}
