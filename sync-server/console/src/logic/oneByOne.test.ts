import { describe, expect, it } from 'vitest'
import { oneByOne } from './oneByOne'

describe('one act for many records', () => {
  it('goes on after what fails, and counts it', async () => {
    const told: number[] = []
    const act = (one: number): Promise<boolean> =>
      one === 2 ? Promise.reject(new Error('no network')) : Promise.resolve(one !== 3)
    const done = await oneByOne([1, 2, 3, 4], act, () => false, ({ tried }) => told.push(tried))
    expect(done).toEqual({ tried: 4, good: 2 })
    expect(told).toEqual([1, 2, 3, 4])
  })

  it('once it is stopped nothing further is begun, and what is under way is counted', async () => {
    const begun: number[] = []
    let stopped = false
    const act = async (one: number): Promise<boolean> => {
      begun.push(one)
      if (one === 2) stopped = true
      await Promise.resolve()
      return true
    }
    expect(await oneByOne([1, 2, 3], act, () => stopped)).toEqual({ tried: 2, good: 2 })
    expect(begun).toEqual([1, 2])
  })
})
