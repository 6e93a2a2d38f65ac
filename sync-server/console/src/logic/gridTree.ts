import type { Grid } from '../api/types'

/** A node of a tree as the components take it. */
export interface GridNode {
  key: string
  value: string
  title: string
  grid: Grid
  children: GridNode[]
}

/** Grids as a tree; one whose parent is not seen stands at the top. */
export function treeOf(grids: Grid[]): GridNode[] {
  const nodes = new Map<string, GridNode>(
    grids.map((grid) => [
      grid.id,
      { key: grid.id, value: grid.id, title: grid.name, grid, children: [] },
    ]),
  )
  const top: GridNode[] = []
  for (const node of nodes.values()) {
    const above = node.grid.parent == null ? undefined : nodes.get(node.grid.parent)
    ;(above?.children ?? top).push(node)
  }
  const order = (list: GridNode[]): void => {
    list.sort((a, b) => a.grid.code.localeCompare(b.grid.code, 'zh', { numeric: true }))
    for (const node of list) order(node.children)
  }
  order(top)
  return top
}
