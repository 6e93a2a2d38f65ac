import { Alert, Button } from 'antd'
import { useText } from '../text/language'
import type { Draft } from './useDraft'

/** Says that what stands in a form was typed earlier, and offers to begin anew. */
export function DraftNote({ draft, onClear }: { draft: Draft; onClear: () => void }) {
  const text = useText()
  if (draft.restored === undefined) return null
  return (
    <Alert
      type="info"
      role="status"
      className="gap-below"
      title={text.draft.restored}
      action={
        <Button
          size="small"
          onClick={() => {
            draft.drop()
            onClear()
          }}
        >
          {text.draft.clear}
        </Button>
      }
    />
  )
}
