import { describe, expect, it } from 'vitest'
import { missingHalf, returnReasons } from './returnReasons'

describe('the reasons of a return', () => {
  it('a reason whose item was not chosen holds the whole back', () => {
    expect(returnReasons('补拍全景', [{ item: '', text: '照片模糊' }])).toBeUndefined()
    expect(missingHalf({ item: '', text: '照片模糊' })).toBe('item')
  })

  it('so does an item without a reason', () => {
    expect(returnReasons('补拍全景', [{ item: 'RH-04', text: ' ' }])).toBeUndefined()
    expect(missingHalf({ item: 'RH-04', text: ' ' })).toBe('text')
  })

  it('what is whole goes out, and empty lines are none', () => {
    const reasons = [{ item: 'RH-04', text: ' 照片模糊 ' }, { item: '', text: '' }]
    expect(returnReasons(' 补拍全景 ', reasons)).toEqual([{ text: '补拍全景' }, { item: 'RH-04', text: '照片模糊' }])
    expect(returnReasons('', [{ item: '', text: ' ' }])).toBeUndefined()
  })
})
