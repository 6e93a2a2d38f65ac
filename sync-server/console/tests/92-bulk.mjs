// Behind the others: it moves the clock by days.
import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

const PLACE = '催办出租房'
const DAY = 86_400_000

/** A hazard that threatens nobody’s life, noticed for three days and served. */
const noticed = (script) => {
  const [grave, small] = script.hazards
  return { ...script, hazards: [{ item: small.item, notice: grave.notice, serve: grave.serve }] }
}

export const tests = {
  async 'hazards are dispatched, and overdue ones urged in bulk after a preview, and have their new deadline'({ browser, world, first }) {
    for (const door of ['71号', '72号']) {
      await world.premises(first, {
        name: `${PLACE}${door}`,
        category: 'rental_housing',
        village: '场镇社区',
        door_number: door,
        owner_phone: '13800000071',
        latitude_microdegrees: 29_162_300,
        longitude_microdegrees: 105_918_300,
      })
      await world.inspect(first, door, noticed)
    }
    await world.phone(first, 'sync')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards')
    const api = `${world.address}/api/v1`
    const mine = async () =>
      (await (await page.request.get(`${api}/hazards?limit=200&q=${encodeURIComponent(PLACE)}`)).json()).items.filter(
        (one) => one.title === '二楼灭火器压力不足',
      )
    // Who is answerable is named for both at once, each with a yes or no beforehand.
    await page.goto(`${page.base}/hazards?q=${encodeURIComponent(PLACE)}`)
    const small = page.locator('tbody tr.ant-table-row').filter({ hasText: '二楼灭火器压力不足' })
    await small.nth(1).waitFor()
    for (const line of await small.all()) await line.getByRole('checkbox').check()
    await page.getByRole('button', { name: '批量落实责任' }).click()
    const naming = page.getByRole('dialog')
    await naming.getByLabel('责任单位').fill('青峰镇应急消防管理站')
    await naming.getByLabel('责任领导').fill('吕平（站长）')
    await naming.getByRole('textbox', { name: '责任人' }).fill('王建国')
    await naming.getByRole('button', { name: '确认办理 2 条' }).click()
    await naming.getByText('完成 2 条，未办成 0 条').waitFor()
    await naming.getByRole('button', { name: '关闭' }).last().click()
    for (const { id } of await mine()) {
      const { responsible } = await (await page.request.get(`${api}/records/${id}`)).json()
      assert.deepEqual([responsible.leader, responsible.person], ['吕平（站长）', '王建国'])
    }
    const [{ due }] = await mine()
    world.at(due + DAY)
    await page.context().clearCookies()
    await signIn(page, 'station_officer-1', `/hazards?status=overdue&q=${encodeURIComponent(PLACE)}`)
    // The relay looks for what is overdue each minute of its own.
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.ant-table-row').length === 2, undefined, { timeout: 90_000 })
    await page.getByRole('checkbox', { name: '全部' }).check()
    await page.getByRole('button', { name: '批量催办' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(PLACE).first().waitFor()
    await dialog.getByRole('button', { name: '确认办理 2 条' }).click()
    await dialog.getByText('完成 2 条，未办成 0 条').waitFor()
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    // What cannot be done says why.
    await page.goto(`${page.base}/hazards?q=${encodeURIComponent(PLACE)}`)
    await small.nth(1).waitFor()
    for (const line of await small.all()) await line.getByRole('checkbox').check()
    await page.getByRole('button', { name: '批量催办' }).click()
    await page.getByRole('dialog').getByText('现为“再催办”，此状态下不能办理').nth(1).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: /^取\s?消$/ }).click()
    for (const one of await mine()) {
      assert.ok(one.urged && one.due > world.now, JSON.stringify(one))
    }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
