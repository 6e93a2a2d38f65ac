import { Link } from 'react-router'
import type { ListItem } from '../api/types'
import { pathOf } from '../logic/recordPath'

/** A record's title that leads to its page. What people wrote is shown as text. */
export function RecordLink({ item, title }: { item: ListItem; title?: string }) {
  return (
    <Link to={pathOf(item.kind, item.id)} className="cell-main">
      {title ?? (item.title === '' ? item.id.slice(0, 8) : item.title)}
    </Link>
  )
}
