import type { Person } from '../../api/types'
import { useText } from '../../text/language'
import { ChangeDialog, unlessEmpty, textAt } from './ChangeDialog'
import { DayField, endOfDayAt, PersonField, startOfDayAt } from './fields'

/** Lets somebody stand in while a person is on leave: every role of theirs, for some days. */
export function DeputyDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const text = useText()
  return (
    <ChangeDialog
      title={text.admin.deputyFor(person.name)}
      draft={[person.id, 'deputy']}
      note={text.admin.deputyHint}
      build={(values) =>
        person.roles
          .filter((role) => role.until == null)
          .map((role) => {
            const from = startOfDayAt(values, 'from')
            const until = endOfDayAt(values, 'until')
            return {
              role: {
                user: textAt(values, 'user'),
                role: role.role,
                ...unlessEmpty('grid', role.grid ?? undefined),
                ...unlessEmpty('department', role.department ?? undefined),
                ...(from === undefined ? {} : { from }),
                ...(until === undefined ? {} : { until }),
              },
            }
          })
      }
      onClose={onClose}
    >
      <PersonField name="user" label={text.admin.deputy} />
      <DayField name="from" label={text.admin.fromDay} optional />
      <DayField name="until" label={text.admin.untilDay} />
    </ChangeDialog>
  )
}
