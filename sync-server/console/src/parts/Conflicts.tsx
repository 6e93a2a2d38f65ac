import type { Checklist } from '../api/reference'
import type { Scalar } from '../api/types'
import { textOf } from '../logic/answers'
import { areaText } from '../logic/area'
import { useText } from '../text/language'
import { useWord } from '../text/words'
import { Panel } from './Panel'

/** What two devices wrote of the same thing, side by side; whoever filled it in decides. */
export function Conflicts(props: { conflicts: Record<string, unknown>; checklist?: Checklist | undefined }) {
  const text = useText()
  const word = useWord()
  const open = Object.entries(props.conflicts) as [string, Scalar[]][]
  if (open.length === 0) return null
  const label = (key: string): string => {
    const [prefix, item, field] = key.split('/')
    if (prefix !== 'a' || item === undefined || field === undefined) return word('field', key)
    const question = props.checklist?.items.find((one) => one.id === item)?.question ?? ''
    return `${item} ${question} · ${word('answer_part', field)}`
  }
  const said = (key: string, value: Scalar): string => {
    if (value === true) return text.yes
    if (value === false) return text.no
    return key.endsWith('/result') ? word('answer', textOf(value)) : (areaText(key, value) ?? textOf(value))
  }
  return (
    <Panel title={text.review.conflicts}>
      {open.map(([key, values]) => (
        <div key={key} className="conflict">
          <div className="note">{label(key)}</div>
          <div className="conflict-values">
            {values.map((value, index) => (
              <div key={String(index)}>{said(key, value) === '' ? '—' : said(key, value)}</div>
            ))}
          </div>
        </div>
      ))}
    </Panel>
  )
}
