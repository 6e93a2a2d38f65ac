// Where a visit and a hazard come from, a complaint as a form, and in whose name a notice is made out.
import assert from 'node:assert/strict'
import { bridge, MACHINE, photo, shot, syncNow } from './world.mjs'

const PLACE = '暗访小吃店'

/** Picks one of several that stand closed. */
async function pick(page, label, choice) {
  await page.getByRole('button', { name: new RegExp(`^${label}：`) }).click()
  await page.getByRole('dialog', { name: label }).getByRole('button', { name: choice }).click()
  await page.getByRole('button', { name: `${label}：${choice}` }).waitFor()
}

/** Chooses a code of a field, however it is shown. */
async function choose(page, label, choice) {
  const group = page.getByRole('group', { name: label })
  if ((await group.count()) > 0) return group.getByRole('button', { name: choice }).click()
  return page.getByLabel(label).selectOption({ label: choice })
}

const mode = async (world, id) => (await bridge(world.host1, 'inspection.get', { inspection: id })).record.content.fields.mode
const idOf = (page) => new URL(page.url()).hash.split('/')[2]

export const tests = {
  async 'a complaint is a form of its own, and leads on to the visit that looks into it'(world) {
    const page = world.page1
    const [grid] = await bridge(world.host1, 'phone.grids')
    const { premises } = await bridge(world.host1, 'premises.create', {
      grid: grid.grid,
      fields: { name: PLACE, category: 'rental_housing', address: '农贸市场西侧7号', owner_name: '红梅', owner_phone: '13900000007' },
    })
    world.place = premises
    await world.stopRelay()
    await page.evaluate((id) => (location.hash = `#/premises/${id}`), premises)
    await page.getByRole('heading', { name: PLACE }).waitFor()
    await page.getByRole('link', { name: '接到举报投诉，在这里登记' }).click()
    await page.getByRole('heading', { name: '登记举报投诉' }).waitFor()
    // Who complains is kept apart: nobody asks for it here.
    assert.equal(await page.getByLabel('举报人').count(), 0)
    await page.getByText('不要写举报人的姓名').waitFor()
    assert.ok(await page.getByRole('button', { name: '登记', exact: true }).isDisabled())
    await page.getByText('还差：来源、内容').waitFor()
    await choose(page, '来源', '12345热线')
    await page.getByLabel('内容').fill('后门锁死，晚上住人🚪')
    await page.getByLabel(/^地点/).fill('市场西侧')
    await shot(page, 'complaint')
    await page.reload()
    await page.getByText('上次没写完的内容已恢复').waitFor()
    assert.equal(await page.getByLabel('内容').inputValue(), '后门锁死，晚上住人🚪')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await page.getByText('举报已登记').waitFor()
    await shot(page, 'complaint-done')
    const rows = await bridge(world.host1, 'case.list', { kind: 'report', skip: 0, limit: 10 })
    assert.equal(rows.length, 1)
    assert.deepEqual([rows[0].status, rows[0].premises], ['received', premises])
    await page.getByRole('link', { name: '现在去核查' }).click()
    await page.getByRole('button', { name: '开始检查（举报核查）' }).click()
    await page.locator('.item').first().waitFor()
    await page.getByText('举报核查').waitFor()
    assert.equal(await mode(world, idOf(page)), 'complaint')
    assert.deepEqual(page.problems, [])
  },

  async 'a visit without notice says so'(world) {
    const page = world.page1
    const visit = idOf(page)
    await bridge(world.host1, 'record.withdraw', { record: visit, reason: '改为暗访' })
    await page.evaluate((id) => (location.hash = `#/premises/${id}`), world.place)
    await page.getByRole('button', { name: '检查方式：日常检查' }).waitFor()
    await shot(page, 'premises-mode')
    await page.getByRole('button', { name: /^检查方式/ }).click()
    await shot(page, 'premises-modes')
    await page.getByRole('dialog').getByRole('button', { name: '暗访' }).click()
    await page.getByRole('button', { name: '开始检查（暗访）' }).click()
    await page.locator('.item').first().waitFor()
    await page.getByText('暗访', { exact: true }).waitFor()
    assert.equal(await mode(world, idOf(page)), 'unannounced')
    assert.deepEqual(page.problems, [])
  },

  async 'a hazard says how it was found: by patrol unless something else is picked'(world) {
    const page = world.page1
    await page.evaluate((id) => (location.hash = `#/quick?premises=${id}`), world.place)
    await page.getByRole('button', { name: '怎么发现的：网格巡查' }).waitFor()
    await pick(page, '怎么发现的', '举报投诉')
    await page.getByRole('link', { name: '接到举报投诉，在这里登记' }).waitFor()
    await page.locator('input[type=file]').first().setInputFiles(photo('summer-palace-640.jpg'))
    await page.locator('.photo img').waitFor()
    // It was begun as a complaint; what stands there in the end counts.
    await pick(page, '怎么发现的', '单位自查')
    await page.getByRole('button', { name: '出口锁住' }).click()
    await shot(page, 'quick-source')
    await page.reload()
    await page.getByRole('button', { name: '怎么发现的：单位自查' }).waitFor()
    await page.getByRole('button', { name: '报上去' }).click()
    await page.getByRole('link', { name: '看这条隐患' }).click()
    await page.getByText('单位自查').waitFor()
    world.own = idOf(page)
    assert.equal((await bridge(world.host1, 'record.get', { record: world.own })).content.fields.source, 'self_check')
    assert.deepEqual(page.problems, [])
  },

  async 'only bodies one may speak for are offered, and what was typed outlives a reload'(world) {
    const page = world.page1
    await page.evaluate((id) => (location.hash = `#/hazard/${id}/notice`), world.own)
    await page.getByLabel('责任单位').fill(PLACE)
    await page.getByLabel('责任人', { exact: true }).fill('红梅')
    await page.getByLabel('责任领导').fill('李明')
    const body = page.getByLabel('发文单位')
    assert.equal(await body.locator('option', { hasText: '公安派出所' }).count(), 0)
    assert.doesNotMatch(await page.locator('main').innerText(), MACHINE)
    await shot(page, 'notice-issuers')
    await page.reload()
    await page.getByRole('button', { name: '下发通知书' }).waitFor()
    assert.equal(await page.getByLabel('责任领导').inputValue(), '李明')
    await body.selectOption({ label: '应急消防管理站' })
    await page.getByRole('button', { name: '下发通知书' }).click()
    await page.getByRole('heading', { name: '送达签收' }).waitFor()
    await world.serve()
    await syncNow(world.host1)
    assert.equal((await bridge(world.host1, 'phone.status')).refused, 0)
    assert.deepEqual(page.problems, [])
  },
}
