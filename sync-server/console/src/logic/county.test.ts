import { describe, expect, it } from 'vitest'
import { seesCounty, townshipsOf } from './county'

const town = { level: 'large' }
const village = { level: 'medium' }

describe('figures of a whole county', () => {
  it('are for a role over all of several townships', () => {
    expect(seesCounty([{ scope: 'tenant' }], [town, village, town])).toBe(true)
  })

  it('are no choice where there is one township, or a role over one', () => {
    expect(seesCounty([{ scope: 'tenant' }], [town, village])).toBe(false)
    expect(seesCounty([{ scope: 'grid' }], [town, town])).toBe(false)
  })
})

describe('the township of a grid', () => {
  const grids = [
    { id: 'town', level: 'large', parent: null },
    { id: 'village', level: 'medium', parent: 'town' },
    { id: 'small', level: 'small', parent: 'village' },
    { id: 'lost', level: 'small', parent: 'elsewhere' },
    { id: 'ring', level: 'small', parent: 'ring' },
  ]
  const of = townshipsOf(grids)

  it('is found from every level', () => {
    expect(['town', 'village', 'small'].map((id) => of(id)?.id)).toEqual(['town', 'town', 'town'])
  })

  it('is not guessed', () => {
    expect(['lost', 'ring', 'nowhere', undefined, null].map(of)).toEqual([undefined, undefined, undefined, undefined, undefined])
  })
})
