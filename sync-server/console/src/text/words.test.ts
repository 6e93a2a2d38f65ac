import { describe, expect, it } from 'vitest'
import { ACTION_FORMS } from '../actions/forms'
import { en } from './en'
import { statusWord, word } from './words'
import { zh } from './zh'

describe('words', () => {
  it('every act has words in both languages', () => {
    for (const action of Object.keys(ACTION_FORMS)) {
      expect(word('zh', 'event', action), action).not.toBe(action)
      expect(word('en', 'event', action), action).not.toBe(action)
    }
  })

  it('a premises that is closed is not a hazard that is closed', () => {
    expect(statusWord('zh', 'premises', 'closed')).toBe('停业搬迁')
    expect(statusWord('zh', 'rectification', 'closed')).toBe('已销号')
  })

  it('a code without words is shown as it is', () => {
    expect(word('zh', 'status', 'embargoed')).toBe('embargoed')
  })

  it('no English text was forgotten in Chinese', () => {
    const texts = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(texts)
          : []
    const left = texts(en).filter((one) => /[\u4e00-\u9fff]/.test(one) && one !== '中文')
    expect(left).toEqual([])
    expect(texts(zh).length).toBe(texts(en).length)
  })
})
