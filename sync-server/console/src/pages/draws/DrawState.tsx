import { Tag } from 'antd'
import type { DrawSummary } from '../../api/draws'
import { useText } from '../../text/language'

/** Where a draw stands. */
export function DrawState({ draw }: { draw: DrawSummary }) {
  const { draws } = useText()
  if (draw.is_drawn) return <Tag color="green">{draws.drawn}</Tag>
  if (draw.withdrawn != null) return <Tag>{draws.withdrawn}</Tag>
  return <Tag color="blue">{draws.announced}</Tag>
}
