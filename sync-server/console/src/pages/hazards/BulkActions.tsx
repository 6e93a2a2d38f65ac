import { Button, Space } from 'antd'
import { useState } from 'react'
import type { ListItem } from '../../api/types'
import { useText } from '../../text/language'
import { BulkDialog } from './BulkDialog'

/** One act for all chosen hazards, after a preview. */
export function BulkActions({ items, onDone }: { items: ListItem[]; onDone: () => void }) {
  const text = useText()
  const [action, setAction] = useState<'responsibility_set' | 'urged' | 'escalated'>()
  if (items.length === 0) return null
  return (
    <Space wrap>
      <span className="note">{text.selected(items.length)}</span>
      <Button onClick={() => setAction('responsibility_set')}>{text.hazard.bulkDispatch}</Button>
      <Button onClick={() => setAction('urged')}>{text.hazard.bulkUrge}</Button>
      <Button onClick={() => setAction('escalated')}>{text.hazard.bulkEscalate}</Button>
      {action !== undefined && (
        <BulkDialog
          action={action}
          items={items}
          onClose={(done) => {
            setAction(undefined)
            if (done) onDone()
          }}
        />
      )}
    </Space>
  )
}
