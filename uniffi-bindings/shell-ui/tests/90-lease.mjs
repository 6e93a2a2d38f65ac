// Longer without a network: a worker's phone asks, an officer's signs, and the worker's takes it in.
import assert from 'node:assert/strict'
import { bridge, MACHINE, september, shot, syncNow } from './world.mjs'

const OFFICER = '崔伟'
const FELLOW = '姜鹏'
const LEADER = '黄学芬'

/** A phone of somebody, enrolled and synced, with its pages. */
async function phone(world, name) {
  const host = await world.host(name)
  await bridge(host, 'phone.enroll', { link: await world.link(name) })
  await syncNow(host)
  const page = await world.page(host)
  await page.getByRole('heading', { name: '今天的任务' }).waitFor()
  return { host, page }
}

/** Signs a request on somebody's pages. */
async function sign(page, request, days) {
  await page.evaluate(() => (location.hash = '#/lease-sign'))
  await page.getByLabel('同事的申请码').fill(request)
  await page.getByLabel('从现在起多少天').fill(days)
  await page.getByRole('button', { name: '签发许可码' }).click()
}

/** Gives a code to a phone that must not take it. */
async function refused(page, code, words) {
  await page.evaluate(() => (location.hash = '#/handover'))
  await page.getByLabel('站长回的许可码').fill(code)
  await page.getByRole('button', { name: '用这个许可码' }).click()
  const told = await page.getByRole('alert').innerText()
  for (const part of [...words, '您填的内容都在', '下一步']) assert.ok(told.includes(part), `${part} is missing: ${told}`)
  assert.doesNotMatch(told, MACHINE)
  assert.equal(await page.getByLabel('站长回的许可码').inputValue(), code)
}

export const tests = {
  async 'an officer of the station lets a phone work on offline, and nobody else can'(world) {
    const page = world.page1
    world.at(september(11, 8))
    const officer = await phone(world, OFFICER)
    const fellow = await phone(world, FELLOW)
    const leader = await phone(world, LEADER)
    // A phone believes those it has heard of.
    await syncNow(world.host1)
    // Twenty days on, without a network.
    await world.stopRelay()
    world.at(september(31, 8))
    // It may stand on this page already, with the days of three weeks ago.
    await page.evaluate(() => (location.hash = '#/me'))
    await page.getByRole('link', { name: /^交接与应急/ }).click()
    const { lease_days_left: left } = await bridge(world.host1, 'phone.status')
    assert.ok(left > 0 && left < 15, `${left} days`)
    await page.getByText(`还可离线工作 ${left} 天`).waitFor()
    await page.getByRole('button', { name: '生成申请码' }).click()
    const request = await page.getByLabel(/^申请码/).inputValue()
    assert.match(request, /^wangge:\/\/lease-request\?d=[0-9a-f-]{36}&u=[0-9a-f-]{36}$/)
    await shot(page, 'lease-request')

    // The way is shown to those who lead; whether they may is said by the core.
    await fellow.page.evaluate(() => (location.hash = '#/handover'))
    await fellow.page.getByRole('button', { name: '生成申请码' }).waitFor()
    await fellow.page.waitForFunction(() => !document.body.innerText.includes('正在读取'))
    assert.equal(await fellow.page.getByRole('link', { name: /给同事延长离线期限/ }).count(), 0)
    await sign(fellow.page, request, '7')
    await fellow.page.getByRole('alert').getByText('您没有权限给这位同事延长').waitFor()
    assert.doesNotMatch(await fellow.page.getByRole('alert').innerText(), MACHINE)
    await leader.page.evaluate(() => (location.hash = '#/handover'))
    await leader.page.getByRole('link', { name: /给同事延长离线期限/ }).waitFor()
    await sign(leader.page, request, '7')
    await leader.page.getByRole('alert').getByText('没有权限').waitFor()
    await shot(leader.page, 'lease-sign-refused')
    assert.equal(await leader.page.getByLabel('同事的申请码').inputValue(), request)

    await officer.page.evaluate(() => (location.hash = '#/handover'))
    await officer.page.getByRole('link', { name: /给同事延长离线期限/ }).click()
    await sign(officer.page, '随便写的', '7')
    await officer.page.getByRole('alert').getByText('这不是申请码，或者没有复制完整').waitFor()
    await sign(officer.page, request, '400')
    await officer.page.getByRole('alert').getByText(/天数不对，要在1到\d+天之间/).waitFor()
    await officer.page.reload()
    await officer.page.waitForFunction((text) => document.querySelector('textarea')?.value === text, request)
    await sign(officer.page, ` ${request}\n`, '25')
    const code = await officer.page.getByLabel(/^许可码/).inputValue()
    assert.match(code, /^wangge:\/\/lease\?x=[\w-]+$/)
    await officer.page.getByText('从现在起可以离线工作25天').waitFor()
    await shot(officer.page, 'lease-signed')
    await officer.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await officer.page.getByRole('button', { name: '复制' }).click()
    await officer.page.getByText('已复制').waitFor()
    assert.equal(await officer.page.evaluate(() => navigator.clipboard.readText()), code)

    await refused(fellow.page, code, ['是给另一台手机的'])
    await refused(page, '乱写', ['这不是许可码，或者没有复制完整'])
    const at = code.length - 20
    await refused(page, `${code.slice(0, at)}${code[at] === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`, ['许可码'])
    assert.equal((await bridge(world.host1, 'phone.status')).lease_days_left, left)
    // What was pasted outlives a reload.
    await page.reload()
    await page.waitForFunction(() => document.querySelector('textarea')?.value !== '')
    await page.getByLabel('站长回的许可码').fill(`${code}\n`)
    await page.getByRole('button', { name: '用这个许可码' }).click()
    await page.getByText('好了，可以离线工作到10月26日').waitFor()
    await page.getByText('还可离线工作 25 天').waitFor()
    await refused(page, code, ['期限不比现在的长'])
    await shot(page, 'lease-twice')
    for (const it of [page, officer.page, fellow.page, leader.page]) {
      const wide = await it.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      assert.ok(wide <= 0, `${wide} px too wide`)
      assert.deepEqual(it.problems, [])
    }
    for (const it of [officer, fellow, leader]) await it.page.context().close()
    await world.serve()
  },

  async 'room is made only of what the relay holds and has backed up'(world) {
    const page = world.page1
    const host = world.host1
    const free = async (words) => {
      await page.evaluate(() => (location.hash = '#/handover'))
      await page.getByRole('button', { name: '清理' }).click()
      await page.getByText(words).waitFor()
      await page.locator('.toast').waitFor({ state: 'detached' })
    }
    await bridge(host, 'sync.cancel')
    await syncNow(host, { wifi: true, photos: true })
    const before = await bridge(host, 'phone.status')
    assert.ok(before.originals.held > 0, JSON.stringify(before.originals))
    world.at(september(31 + 35, 8))
    await syncNow(host, { wifi: true, photos: true })
    await free('现在没有可以清理的')
    await world.admin('backup', '--to', `${world.folder}/backup`)
    world.at(september(31 + 70, 8))
    await syncNow(host, { wifi: true, photos: true })
    const photos = (await bridge(host, 'inspection.list', { limit: 20 })).find((it) => it.status === 'accepted')
    const [shown] = (await bridge(host, 'record.get', { record: photos.record })).photos
    const copy = (role) => bridge(host, 'photo.bytes', { photo: shown.record, role }).then((it) => it.base64.length, () => 0)
    assert.ok((await copy('original')) > 0)
    await free(/腾出了\d+[MK]B/)
    assert.equal(await copy('original'), 0)
    for (const role of ['view', 'thumbnail']) assert.ok((await copy(role)) > 0, role)
    assert.equal((await bridge(host, 'phone.status')).originals.lost, 0)
    await free('现在没有可以清理的')
    assert.deepEqual(page.problems, [])
  },
}
