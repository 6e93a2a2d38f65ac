import { useText } from '../../text/language'
import { GroupsDrawer } from './GroupsDrawer'

/** The records behind a number. */
export interface Rows {
  title: string
  met: string[]
  unmet: string[]
}

/** Opens the rows behind a number: what counts, and what does not. */
export function RowsDrawer({ rows, onClose }: { rows: Rows | undefined; onClose: () => void }) {
  const text = useText()
  const groups = rows && {
    title: rows.title,
    groups: [
      { label: text.figures.unmet, ids: rows.unmet },
      { label: text.figures.met, ids: rows.met },
    ],
  }
  return <GroupsDrawer rows={groups} onClose={onClose} />
}
