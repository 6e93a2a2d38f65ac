import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'
import { ReasonField } from '../../parts/ReasonField'

/** Withdraws a certificate, with the reason. */
export function CredentialEndDialog(props: { user: string; number: string; onClose: () => void }) {
  const text = useText()
  const { user, number } = props
  return (
    <ChangeDialog
      title={`${text.admin.endCredential} · ${number}`}
      draft={[`${user}/${number}`, 'credential_end']}
      danger
      build={(values) => [{ credential_end: { user, number, reason: textAt(values, 'reason') } }]}
      onClose={props.onClose}
    >
      <ReasonField rows={2} />
    </ChangeDialog>
  )
}
