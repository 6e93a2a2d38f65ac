// Two phones that write the same field without knowing of each other.
import assert from 'node:assert/strict'
import { bridge, colleague, shot, syncNow } from './world.mjs'

const OURS = '后门常年锁着🔒'
const THEIRS = '后门可以打开'

export const tests = {
  async 'both answers are shown, one is chosen, and both phones agree'(world) {
    const page = world.page1
    const mine = world.host1
    const theirs = await colleague(world)
    const [row] = await bridge(mine, 'premises.search', { query: '王家出租房', limit: 5 })
    const premises = row.record
    await syncNow(mine)
    await syncNow(theirs)
    await bridge(theirs, 'premises.edit', { premises, fields: { remark: THEIRS } })
    await bridge(mine, 'premises.edit', { premises, fields: { remark: OURS } })
    for (const host of [mine, theirs, mine]) await syncNow(host)
    const [conflict] = await bridge(mine, 'record.conflicts', { record: premises })
    assert.equal(conflict.key, 'remark')
    assert.deepEqual([...conflict.values].sort(), [OURS, THEIRS].sort())

    await page.evaluate((id) => (location.hash = `#/premises/${id}`), premises)
    await page.reload()
    await page.getByRole('link', { name: '两人填的不一样' }).click()
    await page.getByText('选对的一个，另一个仍留在经过里').waitFor()
    assert.equal(await page.getByText('（现在显示）').count(), 1)
    for (const words of [OURS, THEIRS]) await page.getByRole('button', { name: words }).waitFor()
    await shot(page, 'conflicts')
    await page.reload()
    await page.getByRole('button', { name: THEIRS }).click()
    await page.getByText('没有不一致的内容').waitFor()
    for (const host of [mine, theirs]) await syncNow(host)
    for (const host of [mine, theirs]) {
      assert.deepEqual(await bridge(host, 'record.conflicts', { record: premises }), [])
      assert.equal((await bridge(host, 'premises.get', { premises })).content.fields.remark, THEIRS)
    }
    assert.deepEqual(page.problems, [])
  },
}
