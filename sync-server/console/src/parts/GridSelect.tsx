import { useQuery } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import { gridsQuery } from '../api/queries'
import type { Grid } from '../api/types'
import { treeOf } from '../logic/gridTree'
import { useText } from '../text/language'

/** Chooses a grid of any level. */
export function GridSelect(props: {
  value?: string
  onChange?: (grid: string) => void
  width?: number | string
  id?: string
  /** What no grid at all is called, where that is a choice of its own. */
  whole?: string
  /** Which may be chosen; all of them by default. */
  only?: (grid: Grid) => boolean
}) {
  const text = useText()
  const grids = useQuery(gridsQuery)
  const { whole } = props
  const none = whole === undefined ? null : ''
  const tree = treeOf((grids.data ?? []).filter((grid) => props.only?.(grid) ?? true))
  return (
    <TreeSelect
      // With an id it stands under a label of its own.
      {...(props.id === undefined ? { 'aria-label': text.list.grid } : { id: props.id })}
      style={{ width: props.width ?? 190 }}
      value={props.value === undefined || props.value === '' ? none : props.value}
      placeholder={text.list.grid}
      allowClear={whole === undefined || (props.value ?? '') !== ''}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandAll
      treeData={whole === undefined ? tree : [{ key: '', value: '', title: whole }, ...tree]}
      onChange={(value) => props.onChange?.(value ?? '')}
    />
  )
}
