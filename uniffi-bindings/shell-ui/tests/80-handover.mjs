// A visit that one worker has begun is gone on with by a colleague.
import assert from 'node:assert/strict'
import { bridge, colleague, shot, syncNow } from './world.mjs'

const NOTE = '楼道尽头堆放纸箱📦，户主不在'

export const tests = {
  async 'a draft shows on the phone of a colleague, who goes on with it'(world) {
    const mine = world.host1
    const theirs = await colleague(world)
    const [row] = await bridge(mine, 'premises.search', { query: '王家出租房', limit: 5 })
    const { inspection } = await bridge(mine, 'inspection.start', { premises: row.record, mode: 'regular' })
    await bridge(mine, 'inspection.answer', { inspection, item: 'RH-01', result: 'fail', note: NOTE })
    await syncNow(mine)
    await syncNow(theirs)
    const page = await world.page(theirs)
    await page.getByRole('heading', { name: '今天的任务' }).waitFor()
    await page.locator(`a[href="#/visit/${inspection}"]`).first().click()
    await page.waitForFunction((text) => document.querySelector('#item-RH-01 textarea')?.value === text, NOTE)
    assert.equal(await page.locator('#item-RH-01 .fail').getAttribute('aria-pressed'), 'true')
    await shot(page, 'draft-of-a-colleague')
    await page.locator('#item-RH-04 .pass').click()
    await page.locator('#item-RH-04 .pass[aria-pressed="true"]').waitFor()
    await syncNow(theirs)
    await syncNow(mine)
    const { items } = await bridge(mine, 'inspection.get', { inspection })
    const result = (id) => items.find((it) => it.id === id).answer?.result
    assert.deepEqual([result('RH-01'), result('RH-04')], ['fail', 'pass'], 'nothing of either is lost')
    assert.deepEqual(await bridge(mine, 'record.conflicts', { record: inspection }), [])
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
