import type { Change } from '../../api/organization'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'
import { ReasonField } from '../../parts/ReasonField'

/** What can be told to a device. */
export type DeviceAct = 'lock' | 'unlock' | 'wipe_after_sync' | 'revoke'

/** Tells a device to lock, unlock or wipe itself, or revokes it; always with a reason. */
export function DeviceDialog(props: {
  device: string
  user: string
  name: string
  act: DeviceAct
  onClose: () => void
}) {
  const text = useText()
  const { device, user, act } = props
  const build = (reason: string): Change =>
    act === 'revoke'
      ? { device_revoke: { device, user, reason } }
      : { device_order: { device, user, order: act, reason } }
  return (
    <ChangeDialog
      title={`${text.admin.deviceActs[act]} · ${props.name}`}
      draft={[device, act]}
      danger={act !== 'unlock'}
      note={text.admin.deviceHints[act]}
      build={(values) => [build(textAt(values, 'reason'))]}
      onClose={props.onClose}
    >
      <ReasonField rows={2} />
    </ChangeDialog>
  )
}
