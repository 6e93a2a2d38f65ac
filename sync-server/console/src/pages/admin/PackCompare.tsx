import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { differences } from '../../logic/difference'
import { ErrorNote } from '../../parts/ErrorNote'
import { useFocusBack } from '../../parts/useFocusBack'
import { useText } from '../../text/language'
import { DifferenceTable } from './DifferenceTable'
import { packOf } from './packQuery'

/** Two packs beside one another: only what differs. */
export function PackCompare(props: { before: number; after: number; onClose: () => void }) {
  const text = useText()
  useFocusBack()
  const both = useQuery({
    queryKey: ['policy-compare', props.before, props.after],
    queryFn: () => Promise.all([packOf(props.before), packOf(props.after)]),
  })
  return (
    <Modal
      open
      width={860}
      title={text.policy.compareOf(props.before, props.after)}
      footer={null}
      loading={both.isPending}
      onCancel={props.onClose}
    >
      <ErrorNote problem={both.error} />
      {both.data !== undefined && <DifferenceTable rows={differences(both.data[0], both.data[1])} />}
    </Modal>
  )
}
