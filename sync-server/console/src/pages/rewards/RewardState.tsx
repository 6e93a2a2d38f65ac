import { Tag } from 'antd'
import { useText } from '../../text/language'

const COLORS: Record<string, string> = {
  proposed: 'blue',
  approved: 'gold',
  claimed: 'green',
  rejected: 'red',
}

/** Where a reward stands, and why if it is refused. */
export function RewardState({ state, reason }: { state: string; reason: string }) {
  const text = useText()
  return (
    <div style={{ maxWidth: 240 }}>
      <Tag color={COLORS[state] ?? 'default'}>{text.rewards.states[state] ?? state}</Tag>
      {reason !== '' && <div className="cell-sub">{reason}</div>}
    </div>
  )
}
