import { Form, Select } from 'antd'
import type { Grid } from '../../api/types'
import { GridSelect } from '../../parts/GridSelect'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { ChangeDialog, textAt, unlessEmpty } from './ChangeDialog'
import { PersonField, TextField } from './fields'

const BELOW: Record<string, string> = { large: 'medium', medium: 'small' }
const ABOVE: Record<string, string> = { medium: 'large', small: 'medium' }

/**
 * Draws a grid below another, or changes one. It is moved here too: not everybody can drag.
 */
export function GridDialog(props: { grid?: Grid; above?: Grid; onClose: () => void }) {
  const text = useText()
  const word = useWord()
  const { grid, above } = props
  // One whose parent the person does not see stays where it is.
  const parents = ABOVE[grid?.level ?? '']
  const level = grid?.level ?? BELOW[above?.level ?? ''] ?? 'small'
  return (
    <ChangeDialog
      title={grid === undefined ? text.admin.addGrid(above?.name ?? '') : text.admin.editGrid(grid.name)}
      draft={grid === undefined ? [above?.id ?? '', 'grid_add'] : [grid.id, 'grid']}
      initial={{ name: grid?.name, code: grid?.code, level, head: grid?.head_id, parent: grid?.parent }}
      build={(values) => [
        {
          grid: {
            ...(grid === undefined ? {} : { grid: grid.id }),
            ...unlessEmpty('parent', above?.id ?? moved(grid, textAt(values, 'parent'))),
            level: textAt(values, 'level'),
            code: textAt(values, 'code'),
            name: textAt(values, 'name'),
            head: textAt(values, 'head'),
          },
        },
      ]}
      onClose={props.onClose}
    >
      <TextField name="name" label={text.list.name} most={60} />
      <TextField name="code" label={text.admin.code} most={60} />
      <Form.Item name="level" label={text.admin.level}>
        <Select
          options={['large', 'medium', 'small'].map((one) => ({
            value: one,
            label: text.admin.levels[one as 'large' | 'medium' | 'small'] ?? word('level', one),
          }))}
        />
      </Form.Item>
      {parents !== undefined && (
        <Form.Item name="parent" label={text.admin.parent} extra={text.admin.moveGridHint}>
          <GridSelect only={(one) => one.level === parents && one.valid_until == null} width="100%" />
        </Form.Item>
      )}
      <PersonField name="head" label={text.admin.head} optional />
    </ChangeDialog>
  )
}

/** Under which other grid it goes; nothing if it stays. */
function moved(grid: Grid | undefined, parent: string): string | undefined {
  return parent === grid?.parent ? undefined : parent
}
