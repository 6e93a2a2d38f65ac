// Lines of lists that several pages show.
import type { HazardRow, InspectionRow, PremisesRow } from '../bridge/types'
import { moment, shortDay, t } from '../text/words'
import { Row, Tag, type Tone } from './basics'

export function hazardTone(row: { status: string; overdue: boolean }): Tone {
  if (row.overdue) return 'red'
  if (row.status === 'closed') return 'green'
  return ['voided', 'withdrawn', 'draft'].includes(row.status) ? 'grey' : 'amber'
}

export function HazardLine({ row }: { row: HazardRow }) {
  return (
    <Row
      to={`/hazard/${row.record}`}
      title={row.description || t.unnamed}
      sub={
        <>
          {row.premises_name ?? t.unnamed}
          {row.due_ms !== null && ` · ${t.hazards.due(shortDay(row.due_ms))}`}
        </>
      }
      tags={
        <>
          <Tag tone={hazardTone(row)}>{row.status_text}</Tag>
          {row.overdue && row.status !== 'overdue' && <Tag tone="red">{t.hazards.overdue}</Tag>}
          {row.recheck_overdue_since_ms !== null && <Tag tone="red">{t.hazards.recheckOverdue}</Tag>}
          {row.life_threat && <Tag tone="red">{t.visit.life}</Tag>}
          {row.pending && <Tag tone="grey">{t.pending}</Tag>}
        </>
      }
    />
  )
}

export function PremisesLine({ row }: { row: PremisesRow }) {
  return (
    <Row
      to={`/premises/${row.record}`}
      title={row.name || t.unnamed}
      sub={
        <>
          {row.address}
          <br />
          {row.last_visit_ms === null ? t.premises.never : t.premises.visited(shortDay(row.last_visit_ms))}
        </>
      }
      tags={
        row.pending || row.census || row.status !== 'active' ? (
          <>
            {row.status !== 'active' && <Tag tone="grey">{row.status_text}</Tag>}
            {row.census && <Tag tone="amber">{row.census.text}</Tag>}
            {row.pending && <Tag tone="grey">{t.pending}</Tag>}
          </>
        ) : undefined
      }
    />
  )
}

const VISIT_TONES: Record<string, Tone> = { draft: 'blue', returned: 'red', submitted: 'amber', accepted: 'green' }

/** Where a visit leads: on with it while it can be written, else to look at it. */
export function InspectionLine({ row, named }: { row: InspectionRow; named?: boolean }) {
  return (
    <Row
      to={`/visit/${row.record}`}
      title={named ? (row.premises_name ?? t.unnamed) : moment(row.submitted_at_ms ?? row.started_at_ms)}
      sub={named ? moment(row.submitted_at_ms ?? row.started_at_ms) : undefined}
      tags={
        <>
          <Tag tone={VISIT_TONES[row.status] ?? 'grey'}>{row.status_text}</Tag>
          {row.pending && <Tag tone="grey">{t.pending}</Tag>}
        </>
      }
    />
  )
}
