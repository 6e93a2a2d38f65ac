import { Form, Select } from 'antd'
import type { Grid } from '../../api/types'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { ChangeDialog, textAt } from './ChangeDialog'
import { PersonField, TextField } from './fields'

const BELOW: Record<string, string> = { large: 'medium', medium: 'small' }

/** Draws a grid below another, or changes one. */
export function GridDialog(props: { grid?: Grid; above?: Grid; onClose: () => void }) {
  const text = useText()
  const word = useWord()
  const { grid, above } = props
  const level = grid?.level ?? BELOW[above?.level ?? ''] ?? 'small'
  return (
    <ChangeDialog
      title={grid === undefined ? text.admin.addGrid(above?.name ?? '') : text.admin.editGrid(grid.name)}
      initial={{ name: grid?.name, code: grid?.code, level, head: grid?.head_id }}
      build={(values) => [
        {
          grid: {
            ...(grid === undefined ? {} : { grid: grid.id }),
            ...(grid === undefined && above !== undefined ? { parent: above.id } : {}),
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
      <PersonField name="head" label={text.admin.head} optional />
    </ChangeDialog>
  )
}
