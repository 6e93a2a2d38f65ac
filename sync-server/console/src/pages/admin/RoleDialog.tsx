import { Form } from 'antd'
import type { Change } from '../../api/organization'
import type { Person } from '../../api/types'
import { GridSelect } from '../../parts/GridSelect'
import { useText } from '../../text/language'
import { ChangeDialog, unlessEmpty, textAt } from './ChangeDialog'
import { DayField, DepartmentField, endOfDayAt, optionalAt, RoleField } from './fields'

/** Gives a person a role over a grid. */
export function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const text = useText()
  return (
    <ChangeDialog
      title={text.admin.giveRole(person.name)}
      draft={[person.id, 'role']}
      note={text.admin.roleHint}
      initial={{ role: 'grid_worker', grid: '' }}
      build={(values) => {
        const until = endOfDayAt(values, 'until')
        const change: Change = {
          role: {
            user: person.id,
            role: textAt(values, 'role'),
            ...unlessEmpty('grid', optionalAt(values, 'grid')),
            ...unlessEmpty('department', optionalAt(values, 'department')),
            ...(until === undefined ? {} : { until }),
          },
        }
        return [change]
      }}
      onClose={onClose}
    >
      <RoleField />
      <Form.Item name="grid" label={text.admin.overGrid}>
        <GridSelect width={470} />
      </Form.Item>
      <Form.Item noStyle dependencies={['role']}>
        {({ getFieldValue }) => (getFieldValue('role') === 'dept_officer' ? <DepartmentField /> : null)}
      </Form.Item>
      <DayField name="until" label={text.admin.untilDay} optional />
    </ChangeDialog>
  )
}
