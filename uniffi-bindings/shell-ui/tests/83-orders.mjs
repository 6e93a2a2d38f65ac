// A phone that is lost: locked by order, given back, and wiped once it has sent everything.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bridge, shot, syncNow } from './world.mjs'

const WORKER = '彭超'
const LOCKED = '本机已被管理员锁定，未上传内容会继续上传'

export const tests = {
  async 'an order locks a phone, and one to wipe waits until everything is sent'(world) {
    let host = await world.host(WORKER)
    await bridge(host, 'phone.enroll', { link: await world.link(WORKER) })
    await syncNow(host)
    const [{ grid }] = await bridge(host, 'phone.grids')
    const { device } = await bridge(host, 'phone.status')
    const refused = () => bridge(host, 'premises.list', { limit: 5 }).then(() => '', (problem) => problem.message)
    const put = (name) => bridge(host, 'premises.create', { grid, fields: { name, category: 'small_catering', address: '老街7号' } })
    const page = await world.page(host)
    await page.getByRole('heading', { name: '今天的任务' }).waitFor()
    await put('丢手机前建的小吃店📱')
    await world.admin('device', 'lock', '--device', device, '--reason', '手机遗失')
    await syncNow(host)
    await page.reload()
    await page.getByText(LOCKED).first().waitFor()
    await shot(page, 'ordered-lock')
    assert.match(await refused(), /"remote_locked"/)
    assert.equal((await bridge(host, 'phone.status')).pending, 0, 'what was unsent was sent')
    await world.admin('device', 'unlock', '--device', device, '--reason', '已找回')
    await syncNow(host)
    await page.reload()
    await page.getByRole('heading', { name: '今天的任务' }).waitFor()
    await page.getByText(LOCKED).first().waitFor({ state: 'detached' })
    assert.equal(await refused(), '')

    // Without the page, which syncs by itself: the order is met by the sync below.
    await page.context().close()
    await syncNow(host)
    const { premises } = await put('清除前最后一家🔥')
    await world.admin('device', 'wipe', '--device', device, '--reason', '离职')
    let wiped = false
    for (let round = 0; round < 3 && !wiped; round += 1) ({ wiped } = await syncNow(host))
    assert.equal(wiped, true)
    await world.killHost(WORKER)
    const left = readdirSync(join(world.folder, WORKER), { recursive: true }).map(String)
    assert.deepEqual(left.filter((file) => file.endsWith('wangge.db')), [], 'no database is left')
    host = await world.host(WORKER)
    assert.equal((await bridge(host, 'phone.status')).enrolled, false)
    const fresh = await world.page(host)
    await fresh.getByText('登记本机').waitFor()
    await shot(fresh, 'wiped')
    await fresh.context().close()
    // What the phone had last is with the relay: whoever has the grid next reads it.
    await bridge(host, 'phone.enroll', { link: await world.link(WORKER) })
    await syncNow(host)
    assert.equal((await bridge(host, 'premises.get', { premises })).row.name, '清除前最后一家🔥')
    await world.killHost(WORKER)
  },
}
