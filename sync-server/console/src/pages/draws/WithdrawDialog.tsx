import { useQueryClient } from '@tanstack/react-query'
import { withdrawDraw, type DrawSummary } from '../../api/draws'
import { FormDialog } from '../../parts/FormDialog'
import { useText } from '../../text/language'
import { TextField } from '../admin/fields'

/** Asks why an announcement is withdrawn, and withdraws it. */
export function WithdrawDialog({ draw, onClose }: { draw: DrawSummary; onClose: () => void }) {
  const text = useText()
  const { draws } = text
  const client = useQueryClient()
  const send = ({ reason }: { reason?: string }): Promise<undefined> =>
    withdrawDraw(draw.draw, reason?.trim() ?? '')
      .then(() => undefined)
      .finally(() => void client.invalidateQueries({ queryKey: ['draws'] }))
  return (
    <FormDialog<{ reason?: string }>
      title={draws.withdrawTitle}
      okText={draws.withdraw}
      draft={[draw.draw, 'withdraw']}
      done={draws.withdrawnDone}
      about={<p className="note">{draws.withdrawHint}</p>}
      send={send}
      onClose={onClose}
    >
      <TextField name="reason" label={draws.reason} most={300} />
    </FormDialog>
  )
}
