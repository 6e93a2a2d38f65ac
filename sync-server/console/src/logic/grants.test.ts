import { describe, expect, it } from 'vitest'
import { deputyship, endOfGrant, grantKey, type Grant } from './grants'

const station: Grant = { role: 'station_officer', place: '青峰镇', grid: 'town' }
const lent: Grant = { role: 'station_officer', place: '另一镇', grid: 'other', until: 2_000 }
const shop: Grant = { role: 'enterprise_safety_officer', place: '红梅小吃店', premises: 'p' }
const bureau: Grant = { role: 'dept_officer', place: '', department: 'PSB' }

describe('the grants of whoever is on leave', () => {
  it('a role over one premises is lent over that premises, never over everything', () => {
    expect(deputyship('u', [shop], 1_000, 3_000)).toEqual([
      { role: { user: 'u', role: 'enterprise_safety_officer', premises: 'p', from: 1_000, until: 3_000 } },
    ])
  })

  it('a role with an end is lent too, until then at most', () => {
    const given = deputyship('u', [station, lent], undefined, 3_000)
    expect(given.map((one) => ('role' in one ? one.role.until : 0))).toEqual([3_000, 2_000])
    expect(deputyship('u', [lent], 2_000, 3_000)).toEqual([])
  })

  it('the department goes with it', () => {
    expect(deputyship('u', [bureau], undefined, 3_000)).toEqual([
      { role: { user: 'u', role: 'dept_officer', department: 'PSB', until: 3_000 } },
    ])
  })
})

describe('the end of one grant', () => {
  it('names what it is over and until when', () => {
    expect(endOfGrant('u', lent, '提前返岗')).toEqual({
      role_end: { user: 'u', role: 'station_officer', grant: { grid: 'other', until: 2_000 }, reason: '提前返岗' },
    })
    expect(endOfGrant('u', bureau, '调离')).toEqual({
      role_end: { user: 'u', role: 'dept_officer', grant: { department: 'PSB' }, reason: '调离' },
    })
  })

  it('grants of one role are told apart', () => {
    expect(new Set([station, lent, shop, bureau].map(grantKey)).size).toBe(4)
  })
})
