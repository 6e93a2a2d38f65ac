// What the console tells phones, grids and deputies, to its end: the phone obeys, the grid hangs elsewhere,
// whoever stands in acts.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, pickDay, settled, signIn } from './harness.mjs'
import { workbook } from './workbook.mjs'

const WORKER = '唐军'
/** Somebody else, so that there is one phone to be told. */
const OTHER = '彭超'

const row = (page, word) => page.getByRole('row').filter({ hasText: word })

/** Puts a premises on a phone; it is not sent. */
const register = (world, worker, village, name) =>
  world.premises(worker, {
    name,
    category: 'small_shop',
    village,
    door_number: `${name}号`,
    owner_phone: '13800000031',
    latitude_microdegrees: 29_162_000,
    longitude_microdegrees: 105_918_000,
  })

/** Whether the phone does it, or why not. */
const tried = (doing) => doing.then(() => 'done').catch((failed) => failed.message)

async function tell(page, worker, act, sign) {
  const line = row(page, worker).first()
  await line.getByRole('button', { name: /管理/ }).click()
  await page.getByRole('menuitem', { name: act, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('原因').fill('手机遗失')
  await dialog.getByRole('button', { name: '确定' }).click()
  await dialog.waitFor({ state: 'detached' })
  await line.getByText(sign, { exact: true }).waitFor()
}

/** Drags one node of a tree onto another, straight up or down: sideways is another depth. */
async function drag(page, from, onto) {
  await from.scrollIntoViewIfNeeded()
  const [start, end] = [await from.boundingBox(), await onto.boundingBox()]
  const x = start.x + 20
  await page.mouse.move(x, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(x, end.y + end.height / 2, { steps: 12 })
  await page.mouse.move(x + 1, end.y + end.height / 2 + 2, { steps: 4 })
  await page.mouse.up()
}

export const tests = {
  async 'a locked phone refuses, an unlocked one works, a wiped one first sends what it has'({ browser, world }) {
    await world.enroll(WORKER)
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/devices')
    await tell(page, WORKER, '锁定', '已锁定')
    await world.phone(WORKER, 'sync')
    assert.match(await tried(register(world, WORKER, '场镇社区', '锁定时登记')), /remote_locked/)
    await tell(page, WORKER, '解锁', '使用中')
    await world.phone(WORKER, 'sync')
    assert.equal(await tried(register(world, WORKER, '场镇社区', '解锁后登记')), 'done')
    await tell(page, WORKER, '同步后清除', '待清除')
    await tried(world.phone(WORKER, 'sync'))
    // Nothing is left on it, not even whose it was.
    const status = await world.phone(WORKER, 'status')
    assert.deepEqual([status.enrolled, status.pending, status.user], [false, 0, null])
    assert.deepEqual(await world.phone(WORKER, 'premises', 'list'), [])
    const api = `${world.address}/api/v1`
    const found = await (await page.request.get(`${api}/premises?q=${encodeURIComponent('解锁后登记')}`)).json()
    assert.equal(found.items.length, 1, 'what was on the phone arrived before it was wiped')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'what a revoked phone still held waits for somebody, with its reason, and is admitted'({ browser, world }) {
    await world.enroll(OTHER)
    await register(world, OTHER, '凌阁堂村', '停用前登记')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/devices')
    await tell(page, OTHER, '停用', '已停用')
    // The relay does not know the phone any more; what is on it is carried there by hand.
    assert.match(await tried(world.phone(OTHER, 'sync')), /relay_refused/)
    assert.ok((await world.phone(OTHER, 'status')).pending > 0, 'it keeps what it has')
    const letters = join(world.folder, 'letters')
    mkdirSync(letters)
    await world.phone(OTHER, 'courier', 'export', letters)
    await world.admin('courier', 'import', ...readdirSync(letters).map((name) => join(letters, name)))
    await page.goto(`${page.base}/admin/quarantine`)
    const line = row(page, OTHER).first()
    await line.getByText(/停用/).first().waitFor()
    await line.getByRole('button').first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/原因|理由|说明/).fill('停用前在现场登记，属实')
    await dialog.getByRole('button', { name: '准许入册' }).click()
    await dialog.waitFor({ state: 'detached' })
    const found = await page.request.get(`${world.address}/api/v1/premises?q=${encodeURIComponent('停用前登记')}`)
    assert.equal((await found.json()).items.length, 1)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a workbook of grids is rehearsed and entered, and a grid is dragged to another village'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/grids')
    const all = async () => (await page.request.get(`${world.address}/api/v1/grids`)).json()
    const villages = (await all()).filter((it) => it.level === 'medium' && it.valid_until == null)
    const [from, to] = villages
    const head = ['代码', '名称', '级别', '上级代码']
    const file = join(world.folder, 'grids.xlsx')
    await page.getByRole('button', { name: '导入网格表' }).click()
    const dialog = page.getByRole('dialog')
    writeFileSync(file, workbook({ 网格: [head, ['X-1', '工作簿第1网格', '小', from.code], ['X-2', '工作簿第2网格', '小', '没有的代码']] }))
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByText('有问题 1').waitFor()
    assert.ok(await dialog.getByRole('button', { name: '确认导入' }).isDisabled())
    writeFileSync(file, workbook({ 网格: [head, ['X-1', '工作簿第1网格', '小', from.code]] }))
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByText('新增 1').waitFor()
    await dialog.getByRole('button', { name: '确认导入' }).click()
    const node = (name) => page.locator('.ant-tree-node-content-wrapper').filter({ hasText: name }).first()
    await node('工作簿第1网格').waitFor()
    await dialog.waitFor({ state: 'detached' })
    await settled(page)
    await drag(page, node('工作簿第1网格'), node(to.name))
    const asked = page.getByRole('dialog').filter({ hasText: to.name })
    await asked.getByRole('button', { name: '确定' }).click()
    await asked.waitFor({ state: 'detached' })
    await settled(page)
    const moved = (await all()).find((it) => it.name === '工作簿第1网格')
    assert.equal(moved.parent, to.id)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a deputy acts in the village of the colleague on leave, and only there'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/people')
    await page.getByLabel('搜索').fill('黄学芬')
    await page.getByLabel('搜索').press('Enter')
    await page.getByRole('button', { name: '管理 黄学芬' }).click()
    await page.getByRole('menuitem', { name: '请假代理' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('代理人').click()
    await page.keyboard.type('胡小琴')
    await page.locator('.ant-select-item-option').filter({ hasText: '胡小琴' }).first().click()
    const day = new Date(world.now + 10 * 86_400_000).toISOString().slice(0, 10)
    await pickDay(page, dialog.getByLabel('至（含）'), day)
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'detached' })
    const deputy = await openPage(browser, world)
    await signIn(deputy, 'village_admin-2', '/hazards?open=1')
    const api = `${world.address}/api/v1`
    const { items } = await (await deputy.request.get(`${api}/hazards?open=true&limit=200`)).json()
    const cards = await Promise.all(items.map(async (one) => (await deputy.request.get(`${api}/records/${one.id}`)).json()))
    const card = cards.find((one) => one.allowed_actions.includes('responsibility_set'))
    await deputy.goto(`${deputy.base}/hazards/${card.id}`)
    await deputy.locator('.actions').getByRole('button', { name: '责任落实' }).click()
    const form = deputy.getByRole('dialog')
    await form.getByLabel('责任单位').fill('王家出租房')
    await form.getByLabel('责任领导').fill('李明（村委会主任）')
    await form.getByLabel('责任人', { exact: true }).fill('王建国')
    await form.getByRole('button', { name: '办理' }).click()
    await deputy.getByText('责任落实：已办理').waitFor()
    const after = await (await deputy.request.get(`${api}/records/${card.id}`)).json()
    assert.equal(after.history.at(-1).user, '胡小琴')
    const villages = new Set((await (await deputy.request.get(`${api}/premises?limit=200`)).json()).items.map((one) => one.village))
    assert.ok(!villages.has('胡豆坪村'), 'the village of neither')
    assert.deepEqual([page.problems, deputy.problems], [[], []])
    for (const one of [page, deputy]) await one.context().close()
  },
}
