import { useQuery } from '@tanstack/react-query'
import { Tree } from 'antd'
import { useState } from 'react'
import type { Grid } from '../../api/types'
import { gridsQuery } from '../../api/queries'
import { treeOf } from '../../logic/gridTree'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { PaperLinks } from '../../parts/PaperLinks'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

/** The tree of grids, with who is answerable. */
export function Grids() {
  const text = useText()
  const grids = useQuery(gridsQuery)
  const [grid, setGrid] = useState<Grid>()
  return (
    <div className="pair">
      <Panel title={text.admin.grids}>
        <ErrorNote problem={grids.error} onRetry={() => void grids.refetch()} />
        {grids.data !== undefined && (
          <Tree
            treeData={treeOf(grids.data)}
            defaultExpandAll
            onSelect={(_, info) => setGrid(info.node.grid)}
          />
        )}
      </Panel>
      {grid !== undefined && (
        <Panel title={grid.name} extra={<PaperLinks record={grid.id} papers={['zone']} />}>
          <Facts
            rows={[
              [text.admin.code, grid.code],
              [text.admin.head, grid.head],
              [text.admin.members, grid.members.join('、')],
              [text.registers.from, grid.valid_from],
              [text.registers.until, grid.valid_until ?? ''],
            ]}
          />
        </Panel>
      )}
    </div>
  )
}
