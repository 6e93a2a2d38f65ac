import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, Input, Modal } from 'antd'
import { useState } from 'react'
import { meQuery } from '../../api/queries'
import { cleaned, readViews, viewsKey, withView, type Filters } from '../../logic/views'
import { DraftNote } from '../../parts/DraftNote'
import { useDraft } from '../../parts/useDraft'
import { useFocusBack } from '../../parts/useFocusBack'
import { useText } from '../../text/language'

/** Filters kept under a name, on this machine, of the person who is signed in. */
export function SavedViews(props: { filters: Filters; onOpen: (filters: Filters) => void }) {
  const user = useQuery(meQuery).data?.user
  return user === undefined ? null : <OwnViews key={user} user={user} {...props} />
}

function OwnViews(props: { user: string; filters: Filters; onOpen: (filters: Filters) => void }) {
  const text = useText()
  const kept = viewsKey(props.user)
  const [views, setViews] = useState(() => readViews(localStorage.getItem(kept)))
  const [naming, setNaming] = useState(false)
  const giveBack = useFocusBack(naming)
  const draft = useDraft('hazards', 'view')
  const [name, setName] = useState(typeof draft.restored?.['name'] === 'string' ? draft.restored['name'] : '')
  const type = (typed: string): void => {
    setName(typed)
    draft.keep({ name: typed })
  }
  const save = (): void => {
    if (name.trim() === '') return
    const next = withView(views, { name: name.trim(), filters: cleaned(props.filters) })
    localStorage.setItem(kept, JSON.stringify(next))
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
        afterClose={giveBack}
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
