import { describe, expect, it } from 'vitest'
import type { Photo } from '../api/types'
import { answersOf, photosInOrder, signaturesOf } from './answers'

const content = {
  'a/RH-04/result': 'fail',
  'a/RH-04/note': '停放电动自行车',
  'a/RH-01/result': 'pass',
  'a/RH-13/value': 2,
  'sig/1/signer': '王建国',
  'sig/1/role': 'owner',
  remark: '',
}

const photo = (id: string, item: string): Photo => ({ id, item }) as unknown as Photo

describe('answers', () => {
  it('gathers the parts of an answer, in the order of the items', () => {
    expect(answersOf(content).map((one) => one.item)).toEqual(['RH-01', 'RH-04', 'RH-13'])
    expect(answersOf(content)[1]).toEqual({
      item: 'RH-04',
      result: 'fail',
      value: undefined,
      note: '停放电动自行车',
      part: '',
    })
  })

  it('says who signed', () => {
    expect(signaturesOf(content)).toEqual([{ signer: '王建国', role: 'owner', strokes: '' }])
    const dropped = { ...content, 'sig/2/signer': null, 'sig/2/role': null, 'sig/2/strokes': null }
    expect(signaturesOf(dropped)).toHaveLength(1)
  })

  it('puts photos of failed items in front', () => {
    const photos = [photo('1', 'RH-01'), photo('2', 'RH-13'), photo('3', 'RH-04')]
    expect(photosInOrder(photos, content).map((one) => one.id)).toEqual(['3', '1', '2'])
  })
})
