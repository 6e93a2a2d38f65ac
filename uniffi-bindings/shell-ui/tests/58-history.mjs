// A grid with more visits and hazards than one page of its history shows.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bridge, shot } from './world.mjs'

const WORKER = '姚大明'
const MANY = 320
/** Writes that make a premises, a hazard and a visit. */
const WRITES = 12

/** Taps for more until no more is offered; gives where each row leads. */
async function all(page) {
  const rows = page.locator('.card .row')
  const more = page.getByRole('button', { name: '再看一些' })
  for (let shown = 100; ; shown += 100) {
    await rows.nth(Math.min(shown, MANY) - 1).waitFor()
    if (shown >= MANY) break
    await more.click()
  }
  assert.equal(await more.count(), 0)
  return rows.evaluateAll((found) => found.map((it) => it.getAttribute('href')))
}

export const tests = {
  async 'the history of a grid goes on, page by page, to the first visit'(world) {
    await world.phone(WORKER, 'enroll', await world.link(WORKER))
    await world.phone(WORKER, 'sync')
    await world.stopRelay()
    try {
      await world.phone(WORKER, 'stress-writes', '--ledger', join(world.folder, 'history-ledger'), '--count', String(MANY * WRITES))
      const host = await world.host(WORKER)
      const page = await world.page(host)
      await page.getByRole('heading', { name: '今天的任务' }).waitFor()
      await page.evaluate(() => (location.hash = '#/history'))
      const visits = await all(page)
      assert.equal(new Set(visits).size, MANY)
      await shot(page, 'history')
      await page.getByRole('button', { name: '隐患', exact: true }).click()
      const found = await all(page)
      assert.equal(new Set(found).size, MANY)
      const oldest = await bridge(host, 'hazard.list', { newest_first: true, skip: MANY - 1, limit: 5 })
      assert.equal(oldest.length, 1)
      assert.equal(found.at(-1), `#/hazard/${oldest[0].record}`)
      assert.deepEqual(await bridge(host, 'inspection.list', { skip: MANY, limit: 5 }), [])
      assert.deepEqual(page.problems, [])
      await page.context().close()
      await world.killHost(WORKER)
    } finally {
      await world.serve()
    }
  },
}
