import { Form, Select } from 'antd'
import type { Person } from '../../api/types'
import { endOfGrant, grantKey } from '../../logic/grants'
import { ReasonField } from '../../parts/ReasonField'
import { useGrantText } from '../../parts/useGrantText'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'

/** Ends one role of a person over one area; a deputyship ends early this way, and nothing else does. */
export function RoleEndDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const text = useText()
  const grantText = useGrantText()
  const [first] = person.roles
  return (
    <ChangeDialog
      title={text.admin.endRole(person.name)}
      draft={[person.id, 'role_end']}
      danger
      initial={person.roles.length === 1 && first !== undefined ? { grant: grantKey(first) } : {}}
      build={(values) =>
        person.roles
          .filter((grant) => grantKey(grant) === textAt(values, 'grant'))
          .slice(0, 1)
          .map((grant) => endOfGrant(person.id, grant, textAt(values, 'reason')))
      }
      onClose={onClose}
    >
      <Form.Item name="grant" label={text.admin.role} rules={[{ required: true, message: text.required }]}>
        <Select options={person.roles.map((grant) => ({ value: grantKey(grant), label: grantText(grant) }))} />
      </Form.Item>
      <ReasonField rows={2} />
    </ChangeDialog>
  )
}
