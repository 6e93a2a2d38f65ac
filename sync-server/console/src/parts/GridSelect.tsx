import { useQuery } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import { gridsQuery } from '../api/queries'
import { treeOf } from '../logic/gridTree'
import { useText } from '../text/language'

/** Chooses a grid of any level. */
export function GridSelect(props: {
  value?: string
  onChange?: (grid: string) => void
  width?: number
  id?: string
}) {
  const text = useText()
  const grids = useQuery(gridsQuery)
  return (
    <TreeSelect
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={text.list.grid}
      style={{ width: props.width ?? 190 }}
      value={props.value === undefined || props.value === '' ? null : props.value}
      placeholder={text.list.grid}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandAll
      treeData={treeOf(grids.data ?? [])}
      onChange={(value) => props.onChange?.(value ?? '')}
    />
  )
}
