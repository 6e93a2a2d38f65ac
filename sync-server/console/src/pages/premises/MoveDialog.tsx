import { Form } from 'antd'
import { GridSelect } from '../../parts/GridSelect'
import { ReasonField } from '../../parts/ReasonField'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from '../admin/ChangeDialog'

/** Moves a premises to another grid; its log stays where it lies. */
export function MoveDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const text = useText()
  return (
    <ChangeDialog
      title={text.premises.move(name)}
      draft={[id, 'premises_move']}
      note={text.premises.moveHint}
      initial={{ to: '' }}
      build={(values) => [
        { premises_move: { premises: id, to: textAt(values, 'to'), reason: textAt(values, 'reason') } },
      ]}
      onClose={onClose}
    >
      <Form.Item name="to" label={text.premises.moveTo} rules={[{ required: true, message: text.required }]}>
        <GridSelect only={(one) => one.level === 'small' && one.valid_until == null} width="100%" />
      </Form.Item>
      <ReasonField rows={2} />
    </ChangeDialog>
  )
}
