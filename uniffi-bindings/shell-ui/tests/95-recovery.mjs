// What a phone says of data that were lost and of a relay that is being restored.
import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bridge, shot, syncNow } from './world.mjs'

const WORKER = '康明发'
const MENDED = '本机数据已修复，连网同步后补齐'
const HEALING = '中继正在恢复'
const UPDATE = '应用版本过旧，部分记录停在旧版本，请更新应用；已有内容都在'
const UNBELIEVED = { code: 'bad_answer', message: '服务器应答异常，未采用；内容已保存在本机', kept: 'saved_here' }

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

  async 'a worker whose app is too old for a redaction is told to update it, and that all is there'(world) {
    const page = await world.page(world.hosts.get(WORKER))
    // What a relay says to an app of before is put into the last answer.
    let update = true
    let failed = false
    await page.route('**/bridge/call', async (route) => {
      const { method } = JSON.parse(route.request().postData() ?? '{}')
      if (method !== 'sync.state') return route.continue()
      const response = await route.fetch()
      const answer = await response.json()
      if (answer.ok?.last && update) answer.ok.last.update_needed = true
      if (answer.ok?.last && failed) Object.assign(answer.ok.last, { end: 'failed', error: UNBELIEVED })
      return route.fulfill({ response, json: answer })
    })
    for (const path of ['', 'sync']) {
      await page.evaluate((hash) => (location.hash = `#/${hash}`), path)
      await page.reload()
      await page.getByText(UPDATE).waitFor()
      assert.equal(await page.locator('.problem:not(.calm)').count(), 0, 'it is told calmly')
    }
    await shot(page, 'update-needed')
    update = false
    await page.reload()
    await page.getByText('同步完成').waitFor()
    await page.getByText(UPDATE).waitFor({ state: 'detached' })
    // An answer that could not be taken is not called a want of a network.
    failed = true
    await page.reload()
    await page.getByRole('alert').getByText('服务器的应答没能采用').waitFor()
    assert.equal(await page.getByText('没有网络').count(), 0)
    await page.context().close()
  },
}
