import { useEffect, type ReactNode } from 'react'
import type { BridgeError } from '../bridge/call'
import { t } from '../text/words'
import { Problem } from './problem'
import { back, Link } from './router'

/** A page with its head. `tab` pages have no way back. */
export function Screen({ title, tab, right, foot, children }: { title: string; tab?: boolean; right?: ReactNode; foot?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${t.app}`
  }, [title])
  return (
    <>
      <header className="head">
        {!tab && (
          <button className="back" aria-label={t.back} onClick={back}>
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

/** A page that waits for what it shows, or says why that does not come. */
export function Wait({ title, error }: { title: string; error?: BridgeError | undefined }) {
  return <Screen title={title}>{error ? <Problem error={error} /> : <Empty>{t.loading}</Empty>}</Screen>
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
