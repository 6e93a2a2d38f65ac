import { useEffect, useState, type ReactNode } from 'react'

/** Where we are: `#/hazard/…?x=y` as parts and search. */
export interface Place {
  parts: string[]
  query: URLSearchParams
}

function read(): Place {
  const [path = '', search = ''] = location.hash.replace(/^#/, '').split('?')
  return { parts: path.split('/').filter((part) => part !== '').map(decodeURIComponent), query: new URLSearchParams(search) }
}

/** The place that shows, kept as it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(read)
  useEffect(() => {
    const moved = () => {
      setPlace(read())
      window.scrollTo(0, 0)
    }
    window.addEventListener('hashchange', moved)
    return () => window.removeEventListener('hashchange', moved)
  }, [])
  return place
}

/** Goes to a place. */
export function go(path: string, replace = false): void {
  if (replace) location.replace(`#${path}`)
  else location.hash = path
}

/** Back, or to the tasks if this is where it began. */
export function back(): void {
  if (history.length > 1) history.back()
  else go('/')
}

/** A link to a place. */
export function Link({ to, className, children }: { to: string; className?: string; children: ReactNode }) {
  return (
    <a href={`#${to}`} className={className}>
      {children}
    </a>
  )
}
