import type { ReactNode } from 'react'

/** A part of a page under a heading. */
export function Panel(props: { title?: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel" aria-label={props.title}>
      {props.title !== undefined && (
        <div className="panel-head">
          <h2>{props.title}</h2>
          {props.extra}
        </div>
      )}
      {props.children}
    </section>
  )
}
