import { describe, expect, it } from 'vitest'
import { conditionParts, conditionText, conditionWords, isWholeCondition } from './condition'

const WORDS: Record<string, string> = { floors: '地上层数', beds: '床位数', single_exit: '只有一个安全出口' }
const words = (text: string) => conditionWords(text, (fact) => WORDS[fact], { and: '且', or: '或' })

describe('a condition', () => {
  it('is written as the rules read it, whatever it was read from', () => {
    for (const text of ['floors>=3 || beds>10', 'single_exit && floors>=2', 'single_exit', 'beds>=-1']) {
      expect(conditionText(conditionParts(text) ?? [])).toBe(text)
    }
    expect(conditionText(conditionParts(' floors >= 3||beds>10 ') ?? [])).toBe('floors>=3 || beds>10')
    expect(conditionParts('')).toEqual([])
  })

  it('what is none is none', () => {
    for (const text of ['floors<3', 'floors>=', '(beds>=10)', 'beds>=10 || ', 'Beds', 'floors>=三']) {
      expect(conditionParts(text), text).toBeUndefined()
    }
  })

  it('is read in words, or not at all', () => {
    expect(words('single_exit && floors>=2 || beds>10')).toBe('只有一个安全出口 且 地上层数≥2 或 床位数>10')
    expect(words('floors>=2 || unheard_of')).toBeUndefined()
    expect(words('')).toBeUndefined()
  })

  it('is whole once every part names a fact, and a number where one is asked for', () => {
    expect(isWholeCondition([{ join: '||', fact: 'floors', operator: '>=', value: 0 }])).toBe(true)
    expect(isWholeCondition([{ join: '||', fact: 'floors', operator: '>=' }])).toBe(false)
    expect(isWholeCondition([{ join: '||', fact: '', operator: '' }])).toBe(false)
  })
})
