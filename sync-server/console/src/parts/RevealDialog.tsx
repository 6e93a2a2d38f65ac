import { Modal } from 'antd'
import { useState } from 'react'
import { useText } from '../text/language'
import { Facts } from './Facts'
import { FormDialog } from './FormDialog'
import { ReasonField } from './ReasonField'
import { useFocusBack } from './useFocusBack'

const SHORTEST = 2

/** Asks why, has it written down, and only then shows what is kept from sight. */
export function RevealDialog(props: {
  title: string
  subject: string
  hint: string
  reveal: (reason: string) => Promise<[string, string][]>
  onClose: () => void
}) {
  const text = useText()
  // Of the two dialogs in turn: what asked for them has it once both are gone.
  useFocusBack()
  // Here and nowhere else: what was shown is gone once the dialog is closed.
  const [shown, setShown] = useState<[string, string][]>()
  if (shown !== undefined) {
    return (
      <Modal
        open
        title={props.title}
        okText={text.close}
        cancelButtonProps={{ style: { display: 'none' } }}
        onCancel={props.onClose}
        onOk={props.onClose}
      >
        <Facts rows={shown} />
      </Modal>
    )
  }
  return (
    <FormDialog<{ reason: string }>
      title={props.title}
      okText={text.care.show}
      draft={[props.subject, 'reveal']}
      send={(entered) =>
        props.reveal(entered.reason.trim()).then((rows) => {
          setShown(rows)
          return undefined
        })
      }
      onDone={() => undefined}
      onClose={props.onClose}
    >
      <ReasonField label={text.care.reason} hint={props.hint} rows={2} most={200} least={SHORTEST} />
    </FormDialog>
  )
}
