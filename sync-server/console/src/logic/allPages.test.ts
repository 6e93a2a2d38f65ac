import { expect, it } from 'vitest'
import { allPages } from './allPages'

it('a list is read to its last page, each page behind the one before', async () => {
  const pages: Record<string, { items: number[]; next?: string | null }> = {
    '': { items: [1, 2], next: 'b' },
    b: { items: [3], next: 'c' },
    c: { items: [4], next: null },
  }
  const asked: string[] = []
  const all = await allPages((after) => {
    asked.push(after ?? '')
    return Promise.resolve(pages[after ?? ''] ?? { items: [] })
  })
  expect(all).toEqual([1, 2, 3, 4])
  expect(asked).toEqual(['', 'b', 'c'])
})

it('what fails on the way is told, and half a list is none', async () => {
  const read = allPages((after) =>
    after === undefined ? Promise.resolve({ items: [1], next: 'b' }) : Promise.reject(new Error('gone')),
  )
  await expect(read).rejects.toThrow('gone')
})
