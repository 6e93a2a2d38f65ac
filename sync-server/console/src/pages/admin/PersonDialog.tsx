import type { Person } from '../../api/types'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'
import { TextField } from './fields'

/** Enters a person, or corrects one. */
export function PersonDialog({ person, onClose }: { person?: Person; onClose: () => void }) {
  const text = useText()
  return (
    <ChangeDialog
      title={person === undefined ? text.admin.addPerson : text.admin.editPerson(person.name)}
      draft={person === undefined ? ['person', 'add'] : [person.id, 'person']}
      initial={
        person === undefined
          ? {}
          : { name: person.name, phone: person.phone, organization: person.organization }
      }
      build={(values) => [
        {
          person: {
            ...(person === undefined ? {} : { user: person.id }),
            name: textAt(values, 'name'),
            phone: textAt(values, 'phone'),
            organization: textAt(values, 'organization'),
          },
        },
      ]}
      onClose={onClose}
    >
      <TextField name="name" label={text.admin.name} most={60} />
      <TextField name="organization" label={text.admin.body} optional />
      <TextField name="phone" label={text.admin.phone} optional most={40} />
    </ChangeDialog>
  )
}
