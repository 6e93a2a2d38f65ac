import { useQueryClient } from '@tanstack/react-query'
import { revealDraw, type DrawSummary } from '../../api/draws'
import { Facts } from '../../parts/Facts'
import { FormDialog } from '../../parts/FormDialog'
import { useText } from '../../text/language'
import { TextField } from '../admin/fields'

/** Asks for the public value, reveals the secret and draws: once. */
export function DrawDialog({ draw, onClose }: { draw: DrawSummary; onClose: () => void }) {
  const text = useText()
  const { draws } = text
  const client = useQueryClient()
  const send = ({ value }: { value?: string }): Promise<undefined> =>
    revealDraw(draw.draw, value?.trim() ?? '')
      .then(() => undefined)
      .finally(() => void client.invalidateQueries({ queryKey: ['draws'] }))
  return (
    <FormDialog<{ value?: string }>
      title={draws.revealTitle}
      okText={draws.revealNow}
      draft={[draw.draw, 'reveal']}
      done={draws.revealed}
      about={
        <>
          <Facts
            rows={[
              [draws.source, draw.public_source],
              [draws.valueOn, draw.public_value_on],
            ]}
          />
          <p className="note">{draws.valueHint}</p>
        </>
      }
      send={send}
      onClose={onClose}
    >
      <TextField name="value" label={draws.value} most={500} />
    </FormDialog>
  )
}
