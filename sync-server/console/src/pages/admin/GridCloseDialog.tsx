import type { Grid } from '../../api/types'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'
import { ReasonField } from '../../parts/ReasonField'

/** Closes a grid; its records stay. */
export function GridCloseDialog({ grid, onClose }: { grid: Grid; onClose: () => void }) {
  const text = useText()
  return (
    <ChangeDialog
      title={text.admin.closeGrid(grid.name)}
      draft={[grid.id, 'grid_close']}
      danger
      note={text.admin.closeGridHint}
      build={(values) => [{ grid_close: { grid: grid.id, reason: textAt(values, 'reason') } }]}
      onClose={onClose}
    >
      <ReasonField rows={2} />
    </ChangeDialog>
  )
}
