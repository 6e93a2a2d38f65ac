import type { Person } from '../../api/types'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'
import { ReasonField } from '../../parts/ReasonField'
import { RoleField } from './fields'

/** Ends a role of a person. */
export function RoleEndDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const text = useText()
  const held = [...new Set(person.roles.map((it) => it.role))]
  return (
    <ChangeDialog
      title={text.admin.endRole(person.name)}
      draft={[person.id, 'role_end']}
      danger
      initial={{ role: held[0] }}
      build={(values) => [
        { role_end: { user: person.id, role: textAt(values, 'role'), reason: textAt(values, 'reason') } },
      ]}
      onClose={onClose}
    >
      <RoleField roles={held} />
      <ReasonField rows={2} />
    </ChangeDialog>
  )
}
