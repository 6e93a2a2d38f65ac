import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { conditionParts, conditionText, isWholeCondition, type ConditionPart, type Operator } from '../../logic/condition'
import { useText } from '../../text/language'
import { useWord, wordCodes } from '../../text/words'

const COUNTS = 'fact_count'
const FLAGS = 'fact_flag'

/**
 * A condition, fact by fact. What is not whole yet is none; one that is written in a way of its own, e.g. of a later
 * version, stays text.
 */
export function ConditionControl(props: {
  label: string
  value?: string
  onChange?: (condition: string) => void
  id?: string
}) {
  const text = useText()
  const word = useWord()
  const value = props.value ?? ''
  const read = { text: value, parts: conditionParts(value) }
  const [held, setHeld] = useState(read)
  // It was set from outside: a draft, or the entry written out.
  const now = held.text === value ? held : read
  if (now !== held) setHeld(now)
  const { parts } = now
  if (parts === undefined) {
    return (
      <Input
        {...(props.id === undefined ? {} : { id: props.id })}
        maxLength={500}
        autoComplete="off"
        value={value}
        onChange={(event) => props.onChange?.(event.target.value)}
      />
    )
  }
  const shown: ConditionPart[] = parts.length === 0 ? [{ join: '||', fact: '', operator: '' }] : parts
  const set = (next: ConditionPart[]): void => {
    const written = isWholeCondition(next) ? conditionText(next) : ''
    setHeld({ text: written, parts: next })
    props.onChange?.(written)
  }
  const change = (place: number, more: Partial<ConditionPart>): void =>
    set(shown.map((part, at) => (at === place ? { ...part, ...more } : part)))
  const flags = new Set(wordCodes(FLAGS))
  const options = (group: string) => wordCodes(group).map((code) => ({ value: code, label: word(group, code) }))
  const choose = (place: number, fact: string): void =>
    change(place, { fact, operator: flags.has(fact) ? '' : (shown[place]?.operator ?? '') || '>=' })
  const operators: { value: Operator; label: string }[] = [
    { value: '>=', label: text.condition.atLeast },
    { value: '>', label: text.condition.above },
    { value: '', label: text.condition.some },
  ]
  return (
    <div role="group" aria-label={props.label}>
      {shown.map((part, place) => (
        <div key={place} className="entry-row">
          {place > 0 && (
            <Select
              aria-label={text.condition.join}
              style={{ width: 80 }}
              value={part.join}
              options={[
                { value: '&&' as const, label: text.condition.and },
                { value: '||' as const, label: text.condition.or },
              ]}
              onChange={(join) => change(place, { join })}
            />
          )}
          <Select
            {...(props.id !== undefined && place === 0 ? { id: props.id } : {})}
            aria-label={place === 0 ? props.label : text.condition.fact}
            style={{ minWidth: 220 }}
            value={part.fact === '' ? null : part.fact}
            placeholder={text.condition.fact}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { label: text.condition.counts, options: options(COUNTS) },
              { label: text.condition.flags, options: options(FLAGS) },
            ]}
            onChange={(fact: string | null) => choose(place, fact ?? '')}
          />
          {part.fact !== '' && !flags.has(part.fact) && (
            <Select<Operator>
              aria-label={text.condition.operator}
              style={{ width: 130 }}
              value={part.operator}
              options={operators}
              onChange={(operator) => change(place, { operator })}
            />
          )}
          {part.operator !== '' && (
            <InputNumber
              aria-label={text.condition.value}
              precision={0}
              value={part.value ?? null}
              onChange={(number: number | null) => set(shown.map((one, at) => (at === place ? withValue(one, number) : one)))}
            />
          )}
          {shown.length > 1 && (
            <Button size="small" onClick={() => set(shown.filter((_, at) => at !== place))}>
              {text.condition.remove}
            </Button>
          )}
        </div>
      ))}
      <Button size="small" onClick={() => set([...shown, { join: '&&', fact: '', operator: '' }])}>
        {text.condition.add}
      </Button>
      {shown.length > 2 && <span className="note">{text.condition.hint}</span>}
    </div>
  )
}

function withValue({ join, fact, operator }: ConditionPart, value: number | null): ConditionPart {
  return { join, fact, operator, ...(value === null ? {} : { value }) }
}
