import { useMutation } from '@tanstack/react-query'
import { App, Modal } from 'antd'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import type { Person } from '../../api/types'
import { ErrorNote } from '../../parts/ErrorNote'
import { useFocusBack } from '../../parts/useFocusBack'
import { useText } from '../../text/language'

/** Ends every session of a person, after it was said what that means. */
export function EndSessionsDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const text = useText()
  const { message } = App.useApp()
  useFocusBack()
  const end = useMutation({
    mutationFn: () =>
      take(api.DELETE('/api/v1/sessions/{user}', { params: { path: { user: person.id }, header: csrf } })),
    onSuccess: () => {
      void message.success(text.care.sessionsEnded)
      onClose()
    },
  })
  return (
    <Modal
      open
      title={text.care.endSessionsOf(person.name)}
      okText={text.care.endSessions}
      okButtonProps={{ danger: true }}
      cancelText={text.cancel}
      confirmLoading={end.isPending}
      onCancel={onClose}
      onOk={() => end.mutate()}
    >
      <p>{text.care.endSessionsHint}</p>
      <ErrorNote problem={end.error} />
    </Modal>
  )
}
