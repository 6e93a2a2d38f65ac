import { useQuery } from '@tanstack/react-query'
import { Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { meQuery } from '../../api/queries'
import { scoreQuery, type ScoreLine } from '../../api/scores'
import { mayDo } from '../../app/menu'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { useText } from '../../text/language'
import { ObjectionDialog } from './ObjectionDialog'
import type { Period } from '../../logic/period'
import { ScoreEvent } from './ScoreEvent'

const RATIOS = 4

/** A worker's card: four rates, and every event of each month with what it gave and why. */
export function ScoreCard({ worker, period }: { worker: string; period: Period }) {
  const text = useText()
  const me = useQuery(meQuery).data
  const score = useQuery(scoreQuery(worker, period))
  const [deciding, setDeciding] = useState<ScoreLine>()
  const data = score.data
  if (data === undefined) {
    return score.error === null ? <Skeleton active /> : <ErrorNote problem={score.error} onRetry={() => void score.refetch()} />
  }
  const may = me?.user !== worker && mayDo(me, ['accepted'])
  const rate = (at: number): string => data.lines[at]?.split(' ').slice(1).join(' ') ?? ''
  // The words of the card go line by line through the months, after the four rates.
  const months = data.card.months.map((month, index) => {
    const before = data.card.months.slice(0, index).reduce((sum, one) => sum + one.lines.length + 1, RATIOS)
    return { ...month, words: data.lines.slice(before + 1, before + 1 + month.lines.length) }
  })
  const shown = months.filter((month) => month.lines.length > 0)
  return (
    <>
      <Facts
        rows={[
          [text.figures.period, data.period],
          [text.scores.points, String(data.points)],
          [text.scores.coverage, rate(0)],
          [text.scores.timely, rate(1)],
          [text.scores.returned, rate(2)],
          [text.scores.truth, rate(3)],
        ]}
      />
      {shown.length === 0 && <p className="note">{text.scores.noLines}</p>}
      {shown.map((month) => (
        <section key={`${String(month.year)}-${String(month.month)}`} className="gap-above">
          <h3 className="month">
            {text.scores.monthLine(month.year, month.month, month.earned, Math.abs(month.deducted), month.points)}{' '}
            {month.review && <Tag color="red">{text.scores.review}</Tag>}
          </h3>
          {month.lines.map((line, at) => (
            <ScoreEvent
              key={`${line.event.record}-${line.event.code}-${String(at)}`}
              line={line}
              words={month.words[at] ?? ''}
              onDecide={may && line.disputed ? () => setDeciding(line) : undefined}
            />
          ))}
        </section>
      ))}
      {deciding !== undefined && (
        <ObjectionDialog worker={worker} line={deciding} onClose={() => setDeciding(undefined)} />
      )}
    </>
  )
}
