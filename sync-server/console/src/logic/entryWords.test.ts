import { expect, test } from 'vitest'
import { entryWords } from './entryWords'

const ID = '019b8bab-0680-7c43-90e9-fe813d2f101d'
const NAMES: Record<string, string> = { [ID]: '吕平', PSB: '公安派出所', 'field.shift': '班次' }
const say = (value: unknown): string => entryWords(value, (code) => NAMES[code], { yes: '是', no: '否' })

test('values are said as people read them', () => {
  expect([say(true), say(false), say(null), say(''), say(3), say('PSB'), say('老街')]).toEqual(['是', '否', '—', '—', '3', '公安派出所', '老街'])
})

test('ids have the name of what they stand for, or are cut short', () => {
  expect(say([ID, ID.replace('019b', '029b')])).toBe('吕平、029b8bab')
})

test('what stands inside is said field by field', () => {
  expect(say([{ shift: 'PSB', on: true }])).toBe('班次 公安派出所，on 是')
})
