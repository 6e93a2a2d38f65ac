import type { Person } from '../../api/types'
import { deputyship } from '../../logic/grants'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'
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
        deputyship(
          textAt(values, 'user'),
          person.roles,
          startOfDayAt(values, 'from'),
          endOfDayAt(values, 'until') ?? 0,
        )
      }
      onClose={onClose}
    >
      <PersonField name="user" label={text.admin.deputy} />
      <DayField name="from" label={text.admin.fromDay} optional />
      <DayField name="until" label={text.admin.untilDay} />
    </ChangeDialog>
  )
}
