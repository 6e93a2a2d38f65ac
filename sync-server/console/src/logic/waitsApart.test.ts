import { expect, it } from 'vitest'
import { waitsApart } from './waitsApart'

it('what is refused for good does not wait for anybody', () => {
  expect(waitsApart([{ is_final: true }, { is_final: false }, { is_final: true }])).toBe(1)
  expect(waitsApart([])).toBe(0)
})
