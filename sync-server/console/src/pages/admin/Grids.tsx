import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Tree } from 'antd'
import { useState } from 'react'
import { changeOrganization } from '../../api/organization'
import { gridsQuery, meQuery } from '../../api/queries'
import { useStore } from '../../api/store'
import { mayDo } from '../../app/menu'
import { treeOf, type GridNode } from '../../logic/gridTree'
import { ErrorNote, useProblemWords } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { PaperLinks } from '../../parts/PaperLinks'
import { Panel } from '../../parts/Panel'
import { language, useText } from '../../text/language'
import { GridCloseDialog } from './GridCloseDialog'
import { GridDialog } from './GridDialog'
import { GridImport } from './GridImport'

/** The tree of grids: who is answerable; drawn, moved by dragging, closed, imported. */
export function Grids() {
  const text = useText()
  const of = useStore(language)
  const words = useProblemWords()
  const client = useQueryClient()
  const { message, modal } = App.useApp()
  const grids = useQuery(gridsQuery)
  const manages = mayDo(useQuery(meQuery).data, ['grid_manage'])
  const [chosen, setChosen] = useState<string>()
  const [doing, setDoing] = useState<'add' | 'edit' | 'close' | 'import'>()
  const grid = grids.data?.find((one) => one.id === chosen)
  const close = (): void => setDoing(undefined)
  const move = useMutation({
    mutationFn: (move: { grid: string; parent: string }) => changeOrganization([{ grid: move }]),
    onSuccess: (result) => {
      const problem = result.problems[0]
      if (problem === undefined) void message.success(text.admin.changed)
      else void message.error(of === 'zh' ? problem.message : problem.message_en)
      void client.invalidateQueries({ queryKey: ['grids'] })
    },
    onError: (problem) => void message.error(words(problem)),
  })
  const drop = (dragged: GridNode, onto: GridNode): void => {
    if (dragged.grid.parent === onto.grid.id) return
    modal.confirm({
      title: text.admin.moveGrid(dragged.grid.name, onto.grid.name),
      content: text.admin.moveGridHint,
      okText: text.confirm,
      cancelText: text.cancel,
      onOk: () => move.mutate({ grid: dragged.grid.id, parent: onto.grid.id }),
    })
  }
  const today = grids.data?.filter((one) => one.valid_until == null) ?? []
  return (
    <>
      {manages && (
        <div className="filters">
          <Button disabled={grid === undefined || grid.level === 'small'} onClick={() => setDoing('add')}>
            {text.admin.addBelow}
          </Button>
          <Button disabled={grid === undefined} onClick={() => setDoing('edit')}>
            {text.admin.edit}
          </Button>
          <Button danger disabled={grid === undefined} onClick={() => setDoing('close')}>
            {text.admin.closeShort}
          </Button>
          <Button onClick={() => setDoing('import')}>{text.admin.importGrids}</Button>
        </div>
      )}
      <div className="pair">
        <Panel title={text.admin.grids}>
          <ErrorNote problem={grids.error} onRetry={() => void grids.refetch()} />
          {grids.data !== undefined && (
            <Tree<GridNode>
              treeData={treeOf(today)}
              defaultExpandAll
              draggable={manages ? { icon: false } : false}
              selectedKeys={chosen === undefined ? [] : [chosen]}
              onSelect={(_, info) => setChosen(info.node.grid.id)}
              onDrop={(info) => drop(info.dragNode, info.node)}
            />
          )}
        </Panel>
        {grid !== undefined && (
          <Panel title={grid.name} extra={<PaperLinks record={grid.id} papers={['zone']} />}>
            <Facts
              rows={[
                [text.admin.level, text.admin.levels[grid.level as 'large' | 'medium' | 'small']],
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
      {doing === 'add' && grid !== undefined && <GridDialog above={grid} onClose={close} />}
      {doing === 'edit' && grid !== undefined && <GridDialog grid={grid} onClose={close} />}
      {doing === 'close' && grid !== undefined && <GridCloseDialog grid={grid} onClose={close} />}
      {doing === 'import' && <GridImport onClose={close} />}
    </>
  )
}
