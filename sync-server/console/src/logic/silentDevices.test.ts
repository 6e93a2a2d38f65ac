import { describe, expect, it } from 'vitest'
import type { Person } from '../api/types'
import { silentDevices } from './silentDevices'

const DAY = 86_400_000
const NOW = 100 * DAY

const person = (...devices: object[]): Person => ({ devices }) as unknown as Person
const phone = (change: object): object => ({ label: '网格员手机', revoked: false, enrolled_at: 0, seen_at: NOW, ...change })

describe('phones that were not heard from', () => {
  it('are those that were silent for more than a week', () => {
    expect(silentDevices([person(phone({})), person(phone({ seen_at: NOW - 7 * DAY }))], NOW)).toBe(0)
    expect(silentDevices([person(phone({ seen_at: NOW - 7 * DAY - 1 }), phone({ seen_at: 0 }))], NOW)).toBe(2)
  })

  it('and those that were never heard from since they were enrolled', () => {
    expect(silentDevices([person(phone({ seen_at: null, enrolled_at: NOW - DAY }))], NOW)).toBe(0)
    expect(silentDevices([person(phone({ seen_at: null }))], NOW)).toBe(1)
  })

  it('but neither one that is out of use nor the key of a browser', () => {
    expect(silentDevices([person(phone({ seen_at: 0, revoked: true }), phone({ seen_at: 0, label: '浏览器 · 值班室' }))], NOW)).toBe(0)
  })
})
