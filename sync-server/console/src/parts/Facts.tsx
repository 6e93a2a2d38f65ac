import type { ReactNode } from 'react'
import { Fragment } from 'react'

/** Names with what stands for them; what is empty is left out. */
export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  const shown = rows.filter(([, value]) => value !== '' && value !== null && value !== undefined)
  return (
    <dl className="facts">
      {shown.map(([name, value], index) => (
        <Fragment key={`${name}-${String(index)}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
