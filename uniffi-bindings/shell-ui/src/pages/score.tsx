import { useState } from 'react'
import type { Status } from '../bridge/types'
import { useCall } from '../bridge/use'
import { zh } from '../text/zh'
import { Empty, Part, Problem, Screen } from '../parts/basics'

interface Card {
  points: number
  lines: string[]
}

interface Rewards {
  to_claim_fen: number
  claimed_fen: number
}

function monthText(at: Date): string {
  return `${at.getUTCFullYear()}-${String(at.getUTCMonth() + 1).padStart(2, '0')}-01`
}

/** One's own score of a month（S3-08）, every point explained. */
export function Score() {
  const status = useCall<Status>('phone.status')
  const [back, setBack] = useState(0)
  // The relay's time where it is known: a phone's clock may be wrong.
  const base = new Date((status.data?.last_sync_ms ?? Date.now()) + 8 * 3_600_000)
  const shown = new Date(Date.UTC(base.getUTCFullYear(), base.getUTCMonth() - back, 1))
  const card = useCall<Card>(status.data ? 'score.card' : null, { month: monthText(shown) })
  const rewards = useCall<Rewards>('score.rewards')
  return (
    <Screen title={zh.score.title}>
      <div className="pair">
        <button className="btn quiet" onClick={() => setBack(back + 1)}>
          ‹ {zh.score.prev}
        </button>
        <button className="btn quiet" disabled={back === 0} onClick={() => setBack(back - 1)}>
          {zh.score.next} ›
        </button>
      </div>
      <p />
      <Problem error={card.error} />
      {!card.data && !card.error && <Empty>{zh.loading}</Empty>}
      {card.data && (
        <>
          <div className="card pad">
            <p>{shown.getUTCFullYear()}年{shown.getUTCMonth() + 1}月</p>
            <p className="big">
              {card.data.points} {zh.score.points}
            </p>
          </div>
          <Part title={zh.score.why}>
            <div className="card pad text">
              {card.data.lines.map((line, index) => (
                <p key={index}>{line}</p>
              ))}
            </div>
          </Part>
        </>
      )}
      {rewards.data && (
        <Part title={zh.score.rewards}>
          <div className="card pad">
            {zh.score.claim} <b>{zh.score.yuan(rewards.data.to_claim_fen)}</b>　{zh.score.claimed} {zh.score.yuan(rewards.data.claimed_fen)}
          </div>
        </Part>
      )}
    </Screen>
  )
}
