import { Tag } from 'antd'
import type { ListItem } from '../api/types'
import { useText } from '../text/language'

/** What must not be overlooked about a hazard. */
export function Flags({ item }: { item: ListItem }) {
  const text = useText()
  return (
    <>
      {item.life_threat && <Tag color="red">{text.flag.life}</Tag>}
      {item.suspected_major && <Tag color="magenta">{text.flag.suspected}</Tag>}
      {item.overdue && <Tag color="red">{text.flag.overdue}</Tag>}
      {item.recheck_overdue_since != null && <Tag color="red">{text.flag.recheck}</Tag>}
      {item.urged && <Tag color="orange">{text.flag.urged}</Tag>}
    </>
  )
}
