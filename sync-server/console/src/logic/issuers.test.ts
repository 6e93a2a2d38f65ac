import { expect, test } from 'vitest'
import { issuersOf, speaksFor, type Issuer } from './issuers'

const BODIES: Record<string, Issuer> = {
  county: { zh: '县政府', word: '县消', roles: ['county_government'], on_behalf: ['county_admin'] },
  police: { zh: '公安派出所', word: '青公消', roles: ['police'], on_behalf: [] },
  station: { zh: '应急消防管理站', word: '青消', roles: ['station_officer'], on_behalf: ['grid_worker'] },
  anybody: { zh: '联合工作组', word: '联', roles: ['station_officer'] },
}
const codes = (...roles: string[]): string[] => issuersOf(BODIES, roles).map(([code]) => code)

test('only the bodies that a role may speak for, and its own first', () => {
  expect(codes('station_officer')).toEqual(['station', 'anybody'])
  expect(codes('grid_worker')).toEqual(['station', 'anybody'])
  expect(codes('police')).toEqual(['police', 'anybody'])
  expect(codes('police', 'county_admin')).toEqual(['police', 'county', 'anybody'])
})

test('a body that names nobody speaks through whoever may make out the paper', () => {
  expect(speaksFor(BODIES['anybody'] as Issuer, [])).toBe(true)
  expect(speaksFor(BODIES['police'] as Issuer, ['station_officer'])).toBe(false)
})
