import type { ReactNode } from 'react'

/** The title of a page, a remark, and what can be done. */
export function PageHead(props: { title: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <h1>{props.title}</h1>
      {props.note !== undefined && <span className="note">{props.note}</span>}
      <span className="space" />
      {props.children}
    </div>
  )
}
