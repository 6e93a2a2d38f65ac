import { Tag, Timeline } from 'antd'
import type { FieldEdit } from '../api/types'
import { editedText } from '../logic/editedText'
import { timeText } from '../logic/time'
import { Panel } from './Panel'
import { useText } from '../text/language'
import { useWord } from '../text/words'

/** What was written anew in a record since it was registered: by whom, when, and what stood there. */
export function FieldEdits({ edits }: { edits: FieldEdit[] }) {
  const text = useText()
  const word = useWord()
  if (edits.length === 0) return null
  /** A field has a word in the other language, or the one that the relay gives. */
  const labelOf = (edit: FieldEdit) => {
    const known = word('field', edit.key)
    return known === edit.key ? edit.label : known
  }
  const words = { nothing: text.history.nothing, yes: text.yes, no: text.no, word }
  const said = (edit: FieldEdit, value: string) => editedText(edit.key, value, words)
  const items = [...edits].reverse().map((edit, index) => ({
    key: `${String(edit.seq ?? 'x')}-${String(index)}`,
    color: edit.late == null ? 'blue' : 'red',
    content: (
      <div>
        <div className="cell-main">
          {labelOf(edit)} {edit.late != null && <Tag color="red">{word('late_edit', edit.late)}</Tag>}
        </div>
        <div className="cell-sub">
          {edit.before.length === 0 ? text.history.nothing : edit.before.map((value) => said(edit, value)).join('／')}
          {' → '}
          {said(edit, edit.after)}
        </div>
        <div className="cell-sub">
          {edit.user} · {timeText(edit.upper)}
        </div>
        {edit.clock_flagged && (
          <div className="cell-sub">
            {text.history.claimed} {timeText(edit.claimed)} · {text.history.received} {timeText(edit.received_at)}
          </div>
        )}
      </div>
    ),
  }))
  return (
    <Panel title={text.history.edits}>
      <Timeline items={items} />
    </Panel>
  )
}
