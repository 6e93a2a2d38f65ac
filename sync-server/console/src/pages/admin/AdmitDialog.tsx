import { useQueryClient } from '@tanstack/react-query'
import { FormDialog, type Refused } from '../../parts/FormDialog'
import { ReasonField } from '../../parts/ReasonField'
import { useText } from '../../text/language'

/** Asks why something is admitted. */
export function AdmitDialog(props: {
  title: string
  subject: string
  hint?: string
  send: (note: string) => Promise<Refused | undefined>
  onClose: () => void
}) {
  const text = useText()
  const client = useQueryClient()
  return (
    <FormDialog<{ note: string }>
      title={props.title}
      okText={text.admin.admit}
      draft={[props.subject, 'admit']}
      about={props.hint !== undefined && <p className="note">{props.hint}</p>}
      send={(entered) => props.send(entered.note.trim()).finally(() => void client.invalidateQueries())}
      onClose={props.onClose}
    >
      <ReasonField name="note" most={500} />
    </FormDialog>
  )
}
