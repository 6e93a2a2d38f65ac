// What a phone says of data that were lost and of a relay that is being restored.
import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bridge, shot, syncNow } from './world.mjs'

const WORKER = '康明发'
const MENDED = '本机数据已修复，连网同步后补齐'
const HEALING = '中继正在恢复'

/** Deletes the database of a phone, wherever its host keeps it. */
function loseDatabase(folder) {
  const lost = readdirSync(folder, { recursive: true }).filter((file) => /wangge\.db(-wal|-shm)?$/.test(file))
  for (const file of lost) rmSync(join(folder, file))
  assert.ok(lost.length > 0, 'there was a database')
}

export const tests = {
  async 'a phone whose data were mended says so until a sync has brought back the rest'(world) {
    const first = await world.host(WORKER)
    await bridge(first, 'phone.enroll', { link: await world.link(WORKER) })
    await syncNow(first)
    await world.killHost(WORKER)
    loseDatabase(join(world.folder, WORKER))
    await world.stopRelay()
    const host = await world.host(WORKER)
    assert.equal((await bridge(host, 'phone.status')).recovering, true)
    const page = await world.page(host)
    await page.getByText(MENDED).waitFor()
    await shot(page, 'recovering')
    await world.serve()
    await syncNow(host)
    assert.equal((await bridge(host, 'phone.status')).recovering, false)
    await page.reload()
    await page.getByRole('heading', { name: '今天的任务' }).waitFor()
    await page.getByText(MENDED).waitFor({ state: 'detached' })
    await page.context().close()
  },

  async 'a relay that is being restored is told of, and no longer once it is whole'(world) {
    const page = await world.page(world.hosts.get(WORKER))
    // What the relay said at the last sync is put in its place: restoring one takes longer than this test.
    let healing = true
    await page.route('**/bridge/call', async (route) => {
      const { method } = JSON.parse(route.request().postData() ?? '{}')
      if (method !== 'sync.state') return route.continue()
      const response = await route.fetch()
      const answer = await response.json()
      if (answer.ok?.last) Object.assign(answer.ok.last, healing ? { end: 'waiting', relay_healing: true } : {})
      return route.fulfill({ response, json: answer })
    })
    await page.evaluate(() => (location.hash = '#/sync'))
    await page.reload()
    await page.getByText(HEALING).first().waitFor()
    await shot(page, 'relay-healing')
    healing = false
    await page.reload()
    await page.getByText('同步完成').waitFor()
    await page.getByText(HEALING).waitFor({ state: 'detached' })
    await page.context().close()
  },
}
