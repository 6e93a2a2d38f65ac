import type { ScoreCard, ScoreLine } from '../bridge/types'
import { useState } from 'react'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Empty, Part, Screen, Tag } from '../parts/basics'
import { Objection } from '../parts/objection'
import { Problem } from '../parts/problem'

const RATIOS = 4

function monthText(at: Date): string {
  return `${at.getUTCFullYear()}-${String(at.getUTCMonth() + 1).padStart(2, '0')}-01`
}

/** The words of a card, each with its event where it has one. */
function explained(card: ScoreCard): { text: string; line: ScoreLine | undefined }[] {
  // Four ratios, then each month with a line of its own before those of its events.
  const events = [...Array<undefined>(RATIOS), ...card.card.months.flatMap((month) => [undefined, ...month.lines])]
  const fits = events.length === card.lines.length
  return card.lines.map((text, index) => ({ text, line: fits ? events[index] : undefined }))
}

/** One's own score of a month（S3-08）, every point explained. */
export function Score() {
  const status = useCall('phone.status')
  const [back, setBack] = useState(0)
  // The relay's time where it is known: a phone's clock may be wrong.
  const base = new Date((status.data?.last_sync_ms ?? Date.now()) + 8 * 3_600_000)
  const shown = new Date(Date.UTC(base.getUTCFullYear(), base.getUTCMonth() - back, 1))
  const card = useCall(status.data ? 'score.card' : null, { month: monthText(shown) })
  const rewards = useCall('score.rewards')
  return (
    <Screen title={t.score.title}>
      <div className="pair">
        <button className="btn quiet" onClick={() => setBack(back + 1)}>
          ‹ {t.score.prev}
        </button>
        <button className="btn quiet" disabled={back === 0} onClick={() => setBack(back - 1)}>
          {t.score.next} ›
        </button>
      </div>
      <p />
      <Problem error={card.error ?? rewards.error} />
      {!card.data && !card.error && <Empty>{t.loading}</Empty>}
      {card.data && (
        <>
          <div className="card pad">
            <p>{t.value.month(shown.getUTCFullYear(), shown.getUTCMonth() + 1)}</p>
            <p className="big">
              {card.data.points} {t.score.points}
            </p>
          </div>
          <Part title={t.score.why}>
            <div className="card pad text">
              {explained(card.data).map(({ text, line }, index) => (
                <div key={index} className="entry">
                  <p>{text}</p>
                  {line && line.given < 0 && !line.disputed && !line.decision && (
                    <Objection record={line.event.record} code={line.event.code} day={line.event.on} about={text} />
                  )}
                  {line?.disputed && <Tag tone="amber">{t.score.object}</Tag>}
                </div>
              ))}
            </div>
          </Part>
        </>
      )}
      {rewards.data && (
        <Part title={t.score.rewards}>
          <div className="card pad">
            {rewards.data.decisions.length === 0 && rewards.data.claimed_fen === 0 && <p className="hint">{t.score.noRewards}</p>}
            {t.score.claim} <b>{t.score.yuan(rewards.data.to_claim_fen)}</b>　{t.score.claimed} {t.score.yuan(rewards.data.claimed_fen)}
          </div>
        </Part>
      )}
    </Screen>
  )
}
