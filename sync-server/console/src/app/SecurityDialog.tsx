import { Divider, Modal } from 'antd'
import type { Me } from '../api/types'
import { OwnKeyPanel } from '../ownkey/OwnKeyPanel'
import { useText } from '../text/language'
import { PasswordPanel } from './PasswordPanel'
import { TotpPanel } from './TotpPanel'

/** What guards a person's acts: the key of this browser, the second factor, the password. */
export default function SecurityDialog({ me, onClose }: { me: Me; onClose: () => void }) {
  const text = useText()
  return (
    <Modal open title={text.security.title} footer={null} onCancel={onClose}>
      <OwnKeyPanel me={me} />
      <Divider />
      <TotpPanel me={me} />
      <Divider />
      <PasswordPanel onDone={onClose} />
    </Modal>
  )
}
