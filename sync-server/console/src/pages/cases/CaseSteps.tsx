import { Timeline } from 'antd'
import type { ReactNode } from 'react'
import type { RecordCard } from '../../api/types'
import { isClockFlagged } from '../../logic/clock'
import type { Place } from '../../logic/distance'
import { timeText } from '../../logic/time'
import { DueTag } from '../../parts/DueTag'
import { Facts } from '../../parts/Facts'
import { PhotoGrid } from '../../parts/PhotoGrid'
import { useText } from '../../text/language'

/** The steps of a case so far: who, when, what was said, and the photos that show it. */
export function CaseSteps(props: {
  card: RecordCard
  premises: Place | undefined
  named: (fields: Record<string, string>) => [string, ReactNode][]
}) {
  const { card } = props
  const text = useText()
  const clockFlagged = isClockFlagged(card.history)
  const items = card.steps.map((taken, index) => {
    const photos = card.photos.filter((photo) => taken.photos.includes(photo.id))
    const elsewhere = taken.photos.length - photos.length
    return {
      key: String(index),
      content: (
        <div>
          <div className="cell-main">{taken.label}</div>
          <div className="cell-sub">
            {[taken.user, ...taken.with].join('、')} · {timeText(taken.at)} {taken.number ?? ''}
          </div>
          <Facts
            rows={[
              ...props.named(taken.fields),
              // Of earlier steps the deadline has been overtaken.
              [text.list.due, taken.due == null ? '' : <DueTag due={taken.due} done={index + 1 < card.steps.length} />],
            ]}
          />
          {photos.length > 0 && (
            <div className="gap-above">
              <PhotoGrid photos={photos} premises={props.premises} clockFlagged={clockFlagged} />
            </div>
          )}
          {elsewhere > 0 && <div className="note">{text.cases.photosElsewhere(elsewhere)}</div>}
        </div>
      ),
    }
  })
  return <Timeline items={items} />
}
