import { useEffect, type ReactNode } from 'react'
import { BridgeError } from '../bridge/call'
import { fieldName, zh } from '../text/zh'
import { back, Link } from './router'

/** A page with its head. `tab` pages have no way back. */
export function Screen({ title, tab, right, foot, children }: { title: string; tab?: boolean; right?: ReactNode; foot?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${zh.app}`
  }, [title])
  return (
    <>
      <header className="head">
        {!tab && (
          <button className="back" aria-label={zh.back} onClick={back}>
            ‹
          </button>
        )}
        <h1>{title}</h1>
        {right}
      </header>
      <main className="body">{children}</main>
      {foot && <div className="foot">{foot}</div>}
    </>
  )
}

/** A line of a list that leads somewhere. */
export function Row({ to, title, sub, tags, side }: { to: string; title: ReactNode; sub?: ReactNode; tags?: ReactNode; side?: ReactNode }) {
  return (
    <Link to={to} className="row">
      <span className="main">
        <b>{title}</b>
        {sub && <span className="sub">{sub}</span>}
        {tags && <span className="tags">{tags}</span>}
      </span>
      {side && <span className="side">{side}</span>}
      <span className="go" aria-hidden="true">
        ›
      </span>
    </Link>
  )
}

export type Tone = 'red' | 'green' | 'amber' | 'blue' | 'grey'

/** A short mark. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>
}

/** A part of a page under its heading. */
export function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h2 className="part">{title}</h2>
      {children}
    </section>
  )
}

/** What went wrong, what was kept, what to do. */
export function Problem({ error, item }: { error: BridgeError | undefined; item?: (key: string) => string }) {
  if (!error) return null
  const next = zh.error.retry[error.retry] ?? ''
  return (
    <div className="problem" role="alert">
      <b>{error.message}</b>
      {error.findings.length > 0 && (
        <ul>
          {error.findings.map((one, index) => (
            <li key={index}>
              {one.key && `${item?.(one.key) ?? fieldName(one.key)}：`}
              {one.text}
              {one.detail && one.detail.length < 30 && `（${one.detail}）`}
            </li>
          ))}
        </ul>
      )}
      <small>
        {zh.error.kept[error.kept]}
        {next && `。${next}`}
      </small>
    </div>
  )
}

/** A field with its name. */
export function Field({ label, note, bad, children }: { label: string; note?: string; bad?: string | undefined; children: ReactNode }) {
  return (
    <label className={bad ? 'field bad' : 'field'}>
      <span>
        {label}
        {note && <small>{note}</small>}
      </span>
      {children}
      {bad && <em>{bad}</em>}
    </label>
  )
}

/** Nothing to show yet, or nothing at all. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>
}

/** A sheet from below. */
export function Sheet({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  useEffect(() => {
    const key = (event: KeyboardEvent) => event.key === 'Escape' && close()
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [close])
  return (
    <div className="shield" onClick={(event) => event.target === event.currentTarget && close()}>
      <div className="sheet" role="dialog" aria-modal="true" aria-label={title}>
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  )
}
