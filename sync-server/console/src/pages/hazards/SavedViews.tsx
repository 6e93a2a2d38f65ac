import { Button, Dropdown, Input, Modal } from 'antd'
import { useState } from 'react'
import { cleaned, readViews, withView, type Filters } from '../../logic/views'
import { DraftNote } from '../../parts/DraftNote'
import { useDraft } from '../../parts/useDraft'
import { useText } from '../../text/language'

const KEY = 'wangge-hazard-views'

/** Filters kept under a name, on this machine. */
export function SavedViews(props: { filters: Filters; onOpen: (filters: Filters) => void }) {
  const text = useText()
  const [views, setViews] = useState(() => readViews(localStorage.getItem(KEY)))
  const [naming, setNaming] = useState(false)
  const draft = useDraft('hazards', 'view')
  const [name, setName] = useState(typeof draft.restored?.['name'] === 'string' ? draft.restored['name'] : '')
  const type = (typed: string): void => {
    setName(typed)
    draft.keep({ name: typed })
  }
  const save = (): void => {
    if (name.trim() === '') return
    const next = withView(views, { name: name.trim(), filters: cleaned(props.filters) })
    localStorage.setItem(KEY, JSON.stringify(next))
    setViews(next)
    draft.drop()
    setNaming(false)
    setName('')
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...views.map((view) => ({
              key: view.name,
              label: view.name,
              onClick: () => props.onOpen(view.filters),
            })),
            ...(views.length === 0 ? [] : [{ type: 'divider' as const }]),
            { key: '+', label: text.hazard.saveView, onClick: () => setNaming(true) },
          ],
        }}
      >
        <Button>{text.hazard.views}</Button>
      </Dropdown>
      <Modal
        open={naming}
        title={text.hazard.saveView}
        okText={text.save}
        cancelText={text.cancel}
        onCancel={() => setNaming(false)}
        onOk={save}
      >
        <DraftNote draft={draft} onClear={() => setName('')} />
        <Input
          autoFocus
          aria-label={text.hazard.viewName}
          placeholder={text.hazard.viewName}
          maxLength={30}
          value={name}
          onChange={(event) => type(event.target.value)}
          onPressEnter={save}
        />
      </Modal>
    </>
  )
}
