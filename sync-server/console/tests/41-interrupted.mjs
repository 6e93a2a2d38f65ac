// A relay that ends in the middle of an act, before or after it was written; and a session that runs out
// over a form.
import assert from 'node:assert/strict'
import { openPage, signIn, signInByForm } from './harness.mjs'
import { account } from './relay.mjs'

const PLACE = '中断出租房'
const LOST = '中继暂时连不上'

const press = (name) => (page) => page.getByRole('button', { name }).first().click()
const manage = (act) => async (page) => {
  await page.getByRole('button', { name: /^管理 / }).first().click()
  await page.getByRole('menuitem', { name: act }).click()
}
const grid = (name) => async (page) => {
  await page.locator('.ant-tree-title').nth(1).click()
  await page.getByRole('button', { name }).click()
}

/**
 * Forms of all kinds: where each stands, what opens it, a field of it, what is typed, and what sends it if
 * that field is enough.
 */
const FORMS = [
  ['/admin/people', press('新增人员'), '姓名', '司马新', '确定'],
  ['/admin/grids', grid('修改'), '名称', '场镇社区（西）', '确定'],
  ['/admin/grids', grid('撤销'), '原因', '并入相邻网格', '确定'],
  ['/admin/devices', manage('锁定'), '原因', '手机遗失待查', '确定'],
  ['/registers/campaign', press('登记一行'), '依据或原因', '专项整治二', undefined],
  ['/draws', press('发布公告'), '标题', '第四季度双随机抽查', undefined],
  ['/cases/call', press(/^登记 · /), '事由', '夜间动火', undefined],
]

/** The hazards of a visit of its own. */
async function hazards(page, world, worker) {
  await world.premises(worker, {
    name: PLACE,
    category: 'rental_housing',
    village: '场镇社区',
    door_number: '88号',
    owner_phone: '13800000088',
    latitude_microdegrees: 29_161_900,
    longitude_microdegrees: 105_917_900,
  })
  await world.inspect(worker, '88号')
  await world.phone(worker, 'sync')
  const list = await page.request.get(`${world.address}/api/v1/hazards?limit=200`)
  return (await list.json()).items.filter((one) => one.premises_name === PLACE)
}

const card = async (page, world, id) => (await page.request.get(`${world.address}/api/v1/records/${id}`)).json()
const times = (of, event) => of.history.filter((one) => one.event === event).length

export const tests = {
  async 'a relay that ends as an act is sent: the page says so, what was typed stays, and it is done once'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards')
    const found = await hazards(page, world, first)
    const { id } = found.find((one) => one.status === 'served')
    await page.goto(`${page.base}/hazards/${id}`)
    await page.locator('.actions').getByRole('button', { name: '责任落实' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('责任领导').fill('吕平（值班站长）')
    const send = dialog.getByRole('button', { name: '办理' })
    // It never reaches the relay.
    await page.route(`**/records/${id}/events`, async (route) => {
      await world.relayEnded()
      await route.abort('connectionrefused')
    }, { times: 1 })
    try {
      await send.click()
      await page.getByText(LOST).first().waitFor()
      assert.equal(await dialog.getByLabel('责任领导').inputValue(), '吕平（值班站长）')
    } finally {
      await world.serve()
    }
    await page.getByText(LOST).first().waitFor({ state: 'detached' })
    const before = times(await card(page, world, id), 'responsibility_set')
    await send.click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('责任领导：吕平（值班站长）').waitFor()
    assert.equal(times(await card(page, world, id), 'responsibility_set'), before + 1)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'an act whose answer was lost is not done twice when it is sent again'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards')
    const list = await page.request.get(`${world.address}/api/v1/hazards?status=fixed_pending_check&limit=200`)
    const { id } = (await list.json()).items.find((one) => one.premises_name === PLACE)
    await page.goto(`${page.base}/hazards/${id}`)
    await page.locator('.actions').getByRole('button', { name: '当场整改核实' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').last().fill('现场看过，已更换')
    const send = dialog.getByRole('button', { name: '办理' })
    // The relay writes it, and ends before it can say so.
    await page.route(`**/records/${id}/events`, async (route) => {
      await route.fetch()
      await world.relayEnded()
      await route.abort('connectionreset')
    }, { times: 1 })
    try {
      await send.click()
      await page.getByText(LOST).first().waitFor()
      assert.equal(await dialog.getByRole('textbox').last().inputValue(), '现场看过，已更换')
    } finally {
      await world.serve()
    }
    await page.getByText(LOST).first().waitFor({ state: 'detached' })
    assert.equal(times(await card(page, world, id), 'fix_verified'), 1, 'it was written')
    // Nobody is told that it was not: no answer came, and that is all the page knows.
    await dialog.getByText(/^网络不通/).waitFor()
    await send.click()
    await dialog.getByText(/^没有生效/).waitFor()
    assert.equal(times(await card(page, world, id), 'fix_verified'), 1)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a session that runs out over a form of any kind leaves what was typed, and signing in goes on with it'({ browser, world }) {
    const page = await openPage(browser, world)
    await signInByForm(page, 'station_officer-1', '/')
    const { password } = account('station_officer-1')
    for (const [path, open, label, words, name] of FORMS) {
      await page.goto(page.base + path)
      await open(page)
      const dialog = page.getByRole('dialog').filter({ hasNotText: '登录已过期' })
      const field = dialog.getByLabel(label, { exact: true })
      await field.fill(words)
      // The relay forgets the session, as it does after an hour of quiet.
      await page.context().clearCookies()
      if (name !== undefined) {
        await dialog.getByRole('button', { name, exact: true }).click()
        const again = page.getByRole('dialog').filter({ hasText: '登录已过期' })
        await again.getByLabel('密码', { exact: true }).waitFor()
        assert.equal(await field.inputValue(), words, path)
      }
      await page.reload()
      await page.getByLabel('账号').waitFor()
      await page.getByLabel('密码', { exact: true }).fill(password)
      await page.getByRole('button', { name: '登录' }).click()
      await open(page)
      await dialog.getByText('已恢复您上次填写、尚未提交的内容').waitFor()
      assert.equal(await field.inputValue(), words, path)
      await dialog.getByRole('button', { name: '清空重填' }).click()
    }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'whoever signs out while the relay is away is out at once, and the relay knows when it is back'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/')
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    await world.relayEnded()
    try {
      await page.locator('.head').getByRole('button').last().click()
      await page.getByRole('menuitem', { name: '退出登录' }).click()
      await page.getByLabel('账号').waitFor()
      await page.getByText(/未能通知中继/).waitFor()
    } finally {
      await world.serve()
    }
    await page.getByText(/未能通知中继/).waitFor({ state: 'detached' })
    assert.equal((await page.request.get(`${world.address}/api/v1/me`)).status(), 401)
    await page.reload()
    await page.getByLabel('账号').waitFor()
    assert.equal(await page.getByText(/未能通知中继/).count(), 0)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
