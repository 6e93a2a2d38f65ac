import { expect, test } from 'vitest'
import { withPhone } from './wholePhone'

const who = { unit: '店', leader: '吕平', person: '王房东', phone: '138****5678' }

test('a hidden number is replaced where an act names who is answerable', () => {
  const whole = { ...who, phone: '13812345678' }
  expect(withPhone({ responsibility_set: who }, whole.phone)).toEqual({ responsibility_set: whole })
  const issued = { issuer: 'station', responsible: who }
  expect(withPhone({ notice_issued: issued }, whole.phone)).toEqual({
    notice_issued: { issuer: 'station', responsible: whole },
  })
})

test('any other act stays the very same', () => {
  for (const event of ['accepted', { urged: { days: 3 } }, { responsibility_set: { ...who, phone: '' } }]) {
    expect(withPhone(event, '1')).toBe(event)
  }
})
