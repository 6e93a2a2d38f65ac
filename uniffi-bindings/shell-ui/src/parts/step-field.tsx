import type { FieldForm } from '../bridge/types'
import { t } from '../text/words'
import { Field } from './basics'

/** More codes than this are chosen from a list that opens. */
const SHOWN = 6

/** One field that a step asks for: a day, codes to choose from, a record, or text. */
export function StepField({ field, value, bad, set }: { field: FieldForm; value: string; bad?: string | undefined; set: (value: string) => void }) {
  // There is only one value it may have: nobody is asked.
  if (field.given !== null) return null
  const note = field.optional ? t.optional : ''
  if (field.link && field.choices.length === 0) {
    return field.optional ? null : <p className="hint">{`${field.text}：${t.step.noRecords}`}</p>
  }
  if (field.choices.length > 0 && (field.many || field.choices.length <= SHOWN)) {
    return <Choices field={field} value={value} bad={bad} set={set} note={note} />
  }
  if (field.choices.length > 0) {
    return (
      <Field label={field.text} note={note} bad={bad}>
        <select value={value} onChange={(event) => set(event.target.value)}>
          <option value="">{t.file.choose}</option>
          {field.choices.map((it) => (
            <option key={it.code} value={it.code}>
              {it.text}
            </option>
          ))}
        </select>
      </Field>
    )
  }
  return (
    <Field label={field.text} note={note} bad={bad}>
      {field.entry === 'day' ? (
        <input type="date" value={value} onChange={(event) => set(event.target.value)} />
      ) : (
        <textarea className="line" rows={1} value={value} onChange={(event) => set(event.target.value)} />
      )}
    </Field>
  )
}

function Choices({ field, value, bad, set, note }: { field: FieldForm; value: string; bad: string | undefined; set: (value: string) => void; note: string }) {
  const chosen = value.split(',').filter((code) => code !== '')
  const tap = (code: string) => {
    const has = chosen.includes(code)
    if (!field.many) return set(has ? '' : code)
    set((has ? chosen.filter((one) => one !== code) : [...chosen, code]).join(','))
  }
  return (
    <div className="field" role="group" aria-label={field.text}>
      <span>
        {field.text}
        {note && <small>{note}</small>}
      </span>
      <div className="choices">
        {field.choices.map((it) => (
          <button key={it.code} className="choice" aria-pressed={chosen.includes(it.code)} onClick={() => tap(it.code)}>
            {it.text}
          </button>
        ))}
      </div>
      {bad && <em>{bad}</em>}
    </div>
  )
}

/** What a field begins with: what is written already, else the only choice there is. */
export function firstValue(field: FieldForm, written: string | undefined): string {
  const only = field.choices.length === 1 && !field.optional && !field.many ? field.choices[0]?.code : undefined
  return field.given ?? written ?? only ?? ''
}
