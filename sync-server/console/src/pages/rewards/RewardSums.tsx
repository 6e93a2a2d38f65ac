import { yuanText } from '../../logic/money'
import { useText } from '../../text/language'

const STATES = ['proposed', 'approved', 'claimed', 'refused']

/** How many rewards stand where, and how much they are together. */
export function RewardSums({ rows }: { rows: { state: string; fen: number }[] }) {
  const text = useText()
  return (
    <div className="tiles">
      {STATES.map((state) => {
        const of = rows.filter((row) => row.state === state)
        const fen = of.reduce((sum, row) => sum + row.fen, 0)
        return (
          <div key={state} className="tile">
            <b>{of.length}</b>
            <span>{text.rewards.sum[state]}</span>
            <span className="num">{state === 'refused' ? '' : text.rewards.yuan(yuanText(fen))}</span>
          </div>
        )
      })}
    </div>
  )
}
