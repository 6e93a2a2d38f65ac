// The pages over a native host's object: what only a platform can do is offered, and passed on.
import assert from 'node:assert/strict'
import { bridge, photo, shot } from './world.mjs'

/** Stands in for a host: passes text to the core over loopback, and answers for the platform. */
function standIn({ token }) {
  window.asked = []
  const send = async (id, request) => {
    window.asked.push(JSON.parse(request))
    const response = await fetch('bridge/call', { method: 'POST', body: request, headers: { authorization: `Bearer ${token}` } })
    window.wanggeAnswer(id, await response.text())
  }
  const people = () => JSON.parse(sessionStorage.getItem('people') ?? '[{"slot":0,"label":"","waiting":null,"open":true}]')
  const keep = (list) => sessionStorage.setItem('people', JSON.stringify(list))
  const platform = {
    position: () => ({ latitude_microdegrees: 29356000, longitude_microdegrees: 105927000, accuracy_m: 8, mock: true }),
    'workers.list': people,
    'workers.add': ({ label }) => {
      const made = { slot: people().length, label, waiting: null, open: false }
      keep([...people(), made])
      return made
    },
    'workers.open': ({ slot, label, waiting }) => keep(people().map((it) => ({ ...it, ...(it.open ? { label, waiting } : {}), open: it.slot === slot }))),
    'work.export': () => ({ folder: 'export-1', envelopes: 2, drafts: 1, photos: 3, key: 'ABCD-EFGH' }),
  }
  window.wanggeHost = {
    call: (id, request) => void send(id, request),
    abilities: () => [...Object.keys(platform), 'finger'].join(','),
    host: (id, request) => {
      const { method, args } = JSON.parse(request)
      window.asked.push({ method, args })
      const ok = platform[method](args) ?? null
      setTimeout(() => window.wanggeAnswer(id, JSON.stringify({ ok })))
    },
  }
}

async function hosted(world) {
  const context = await world.browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'zh-CN', reducedMotion: 'reduce', hasTouch: true, isMobile: true, deviceScaleFactor: 2 })
  await context.addInitScript(standIn, { token: world.host1.token })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.problems = []
  page.on('pageerror', (problem) => page.problems.push(problem.message))
  await page.goto(world.host1.listening)
  return page
}

const said = (page, method) => page.evaluate((name) => window.asked.filter((it) => it.method === name).map((it) => it.args), method)

export const tests = {
  async 'a position that a program makes up is passed on as such, and told to the worker'(world) {
    const page = await hosted(world)
    await page.getByRole('heading', { name: '今天的任务' }).waitFor()
    const [hazard] = await bridge(world.host1, 'hazard.list', { open_only: true, limit: 1 })
    await page.evaluate((id) => (location.hash = `#/hazard/${id}`), hazard.record)
    await page.getByText('补拍照片').waitFor()
    const before = (await bridge(world.host1, 'record.get', { record: hazard.record })).photos.map((it) => it.record)
    await page.locator('input[type=file]').first().setInputFiles(photo('summer-palace-640.jpg'))
    await page.getByText('手机开了模拟定位，照片里会如实记下').waitFor()
    const [attached] = await said(page, 'photo.attach')
    assert.deepEqual(attached.position, { latitude_microdegrees: 29356000, longitude_microdegrees: 105927000, accuracy_m: 8, mock: true })
    const after = (await bridge(world.host1, 'record.get', { record: hazard.record })).photos.map((it) => it.record)
    const fresh = after.filter((it) => !before.includes(it))
    assert.equal(fresh.length, 1)
    const { content } = await bridge(world.host1, 'record.get', { record: fresh[0] })
    assert.equal(content.fields.mock_location, true, 'the record of the photo says so')
    // A file has no such mark: a place like that is not written down in it.
    await page.evaluate(() => (location.hash = '#/premises/new'))
    await page.getByRole('button', { name: '记下当前位置' }).click()
    await page.getByText('这个位置不可信，没有记下').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  // The key store of the development host is a file: it looks at no finger, and all the rest is real.
  async 'a finger opens the lock once the worker has said so, and not after it was taken back'(world) {
    const page = await hosted(world)
    const refused = (method, args) => bridge(world.host1, method, args).then(() => '', (problem) => problem.message)
    assert.match(await refused('pin.set_platform', { on: true }), /invalid_input.*尚未设置/, 'without a PIN there is nothing to open')
    await page.evaluate(() => (location.hash = '#/settings'))
    await page.getByLabel('新密码').fill('2468')
    await page.getByRole('button', { name: '设置锁屏密码' }).click()
    await page.getByText('也可以用指纹或面容解锁').click()
    await page.waitForFunction(() => document.querySelectorAll('input[type=checkbox]:checked').length === 1)
    assert.equal((await bridge(world.host1, 'pin.state')).platform, true)
    await shot(page, 'settings-finger')
    await page.getByRole('button', { name: '立即锁定' }).click()
    await page.getByRole('button', { name: '用指纹或面容解锁' }).waitFor()
    await shot(page, 'lock-finger')
    await page.getByRole('button', { name: '用指纹或面容解锁' }).click()
    await page.getByText('请输入锁屏密码').waitFor({ state: 'detached' })
    await page.evaluate(() => (location.hash = '#/settings'))
    await page.getByText('也可以用指纹或面容解锁').click()
    await page.waitForFunction(() => document.querySelectorAll('input[type=checkbox]:checked').length === 0)
    await bridge(world.host1, 'pin.lock')
    await page.reload()
    await page.getByText('请输入锁屏密码').waitFor()
    assert.equal(await page.getByRole('button', { name: '用指纹或面容解锁' }).count(), 0)
    for (const [method, args] of [['pin.unlock_by_platform', {}], ['pin.set_platform', { on: true }]]) {
      assert.match(await refused(method, args), /"app_locked"/, method)
    }
    await bridge(world.host1, 'pin.unlock', { pin: '2468' })
    await bridge(world.host1, 'pin.remove', { pin: '2468' })
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'the phone is handed to another, work is carried out'(world) {
    const page = await hosted(world)
    await page.evaluate(() => (location.hash = '#/me'))
    await page.getByRole('link', { name: /^交接与应急/ }).click()
    await page.getByRole('button', { name: '添加一个人' }).click()
    await page.getByLabel('怎么称呼').fill('小王🔥')
    await page.getByRole('dialog').getByRole('button', { name: '添加一个人' }).click()
    await page.getByRole('button', { name: '换成小王🔥' }).waitFor()
    await page.getByRole('button', { name: '导出', exact: true }).click()
    await page.getByText('ABCD-EFGH').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(wide <= 0, `${wide} px too wide`)
    await shot(page, 'handover')
    await page.getByRole('button', { name: '换成小王🔥' }).scrollIntoViewIfNeeded()
    await shot(page, 'handover-people')
    const loaded = page.waitForEvent('load')
    await page.getByRole('button', { name: '换成小王🔥' }).click()
    await loaded
    await page.evaluate(() => (location.hash = '#/handover'))
    // Whoever left has a button with their name.
    await page.getByRole('button', { name: '换成邓子涵' }).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a browser offers none of what only a platform can do'(world) {
    const page = world.page1
    await page.evaluate(() => (location.hash = '#/handover'))
    await page.getByText('把没做完的交给同事').waitFor()
    for (const name of ['添加一个人', '导出']) assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name)
    // What the core does itself needs no host.
    for (const name of ['生成申请码', '清理']) await page.getByRole('button', { name, exact: true }).waitFor()
  },
}
