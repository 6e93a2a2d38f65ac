import { Form } from 'antd'
import type { Change } from '../../api/organization'
import type { Person } from '../../api/types'
import { GridSelect } from '../../parts/GridSelect'
import { RecordSelect } from '../../parts/RecordSelect'
import { useText } from '../../text/language'
import { ChangeDialog, unlessEmpty, textAt } from './ChangeDialog'
import { DayField, DepartmentField, endOfDayAt, optionalAt, RoleField } from './fields'

/** The role that holds over one premises alone（企业安全员）. */
const OF_PREMISES = 'enterprise_safety_officer'

/** Gives a person a role over a grid, or over one premises. */
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
            ...(textAt(values, 'role') === OF_PREMISES
              ? unlessEmpty('premises', optionalAt(values, 'premises'))
              : unlessEmpty('grid', optionalAt(values, 'grid'))),
            ...unlessEmpty('department', optionalAt(values, 'department')),
            ...(until === undefined ? {} : { until }),
          },
        }
        return [change]
      }}
      onClose={onClose}
    >
      <RoleField />
      <Form.Item noStyle dependencies={['role']}>
        {({ getFieldValue }) =>
          getFieldValue('role') === OF_PREMISES ? (
            <Form.Item
              name="premises"
              label={text.admin.overPremises}
              rules={[{ required: true, message: text.required }]}
            >
              <RecordSelect name="premises" placeholder={text.admin.overPremises} />
            </Form.Item>
          ) : (
            <Form.Item name="grid" label={text.admin.overGrid}>
              <GridSelect width={470} />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item noStyle dependencies={['role']}>
        {({ getFieldValue }) => (getFieldValue('role') === 'dept_officer' ? <DepartmentField /> : null)}
      </Form.Item>
      <DayField name="until" label={text.admin.untilDay} optional />
    </ChangeDialog>
  )
}
