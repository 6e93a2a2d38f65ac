/** How a fact is asked about: at least, more than, or whether it is there at all. */
export type Operator = '>=' | '>' | ''

/** One part of a condition, and how it is joined to the part before it; `&&` binds tighter. */
export interface ConditionPart {
  join: '&&' | '||'
  fact: string
  operator: Operator
  value?: number
}

const PART = /^([a-z][a-z0-9_]*)\s*(?:(>=|>)\s*(-?\d+))?$/

/** The parts of a condition; none if it is not one. Of an empty text there are no parts. */
export function conditionParts(text: string): ConditionPart[] | undefined {
  if (text.trim() === '') return []
  const parts: ConditionPart[] = []
  for (const group of text.split('||')) {
    for (const [place, written] of group.split('&&').entries()) {
      const found = PART.exec(written.trim())
      if (found === null) return undefined
      const [, fact = '', operator, value] = found
      parts.push({
        join: place === 0 ? '||' : '&&',
        fact,
        operator: operator === '>=' || operator === '>' ? operator : '',
        ...(value === undefined ? {} : { value: Number(value) }),
      })
    }
  }
  return parts
}

/** Whether everything is said that a condition needs. */
export const isWholeCondition = (parts: ConditionPart[]): boolean =>
  parts.every((part) => part.fact !== '' && (part.operator === '' || part.value !== undefined))

/** The text of a condition as the rules read it. */
export function conditionText(parts: ConditionPart[]): string {
  return joined(parts, (part) => (part.operator === '' ? part.fact : `${part.fact}${part.operator}${String(part.value ?? '')}`), {
    '&&': ' && ',
    '||': ' || ',
  })
}

/** A condition as people read it; nothing if it is none, or speaks of what has no words. */
export function conditionWords(
  text: string,
  factWord: (fact: string) => string | undefined,
  joins: { and: string; or: string },
): string | undefined {
  const parts = conditionParts(text)
  if (parts === undefined || parts.length === 0) return undefined
  if (!parts.every((part) => factWord(part.fact) !== undefined)) return undefined
  const sign: Record<Operator, string> = { '>=': '≥', '>': '>', '': '' }
  const said = (part: ConditionPart): string =>
    `${factWord(part.fact) ?? ''}${sign[part.operator]}${part.operator === '' ? '' : String(part.value ?? '')}`
  return joined(parts, said, { '&&': ` ${joins.and} `, '||': ` ${joins.or} ` })
}

function joined(parts: ConditionPart[], said: (part: ConditionPart) => string, joins: Record<'&&' | '||', string>): string {
  return parts.map((part, place) => `${place === 0 ? '' : joins[part.join]}${said(part)}`).join('')
}
