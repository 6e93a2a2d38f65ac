// Among the last of the tests: it turns the month, and what was frozen of the old one meets what came late.
import assert from 'node:assert/strict'
import { openPage, shot, signIn } from './harness.mjs'

const LATE_SEPTEMBER = Date.UTC(2026, 8, 28, 2)
const OCTOBER = Date.UTC(2026, 9, 2, 1)

export const tests = {
  async 'what came after the figures were frozen stands beside them, and opens its records'({ browser, world, second }) {
    const found = (script) => ({ ...script, hazards: [] })
    const place = (name, door) =>
      world.premises(second, { name, category: 'rental_housing', village: '胡豆坪村', door_number: door, owner_phone: '13800000077' })
    world.at(Math.max(world.now, LATE_SEPTEMBER))
    await place('按时的出租房', '88号')
    await world.inspect(second, '88号', found)
    await world.phone(second, 'sync')
    // This one is not sent before the month is over.
    await place('迟到的出租房', '77号')
    await world.inspect(second, '77号', found)
    world.at(Math.max(world.now, OCTOBER))
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/snapshots?kind=month&on=2026-09-15')
    await page.getByRole('button', { name: '定稿本周期' }).click()
    await page.locator('.ant-popconfirm').getByText(/不能撤销/).waitFor()
    await page.locator('.ant-popconfirm').getByRole('button').last().click()
    await page.getByText('已定稿').first().waitFor()
    await world.phone(second, 'sync')

    const api = `${world.address}/api/v1`
    const get = async (path) => (await page.request.get(`${api}/${path}`)).json()
    const act = async (record, event) => {
      const answer = await page.request.post(`${api}/records/${record}/events`, { headers: { 'wangge-csrf': '1' }, data: event })
      assert.equal((await answer.json()).applied, true, await answer.text())
    }
    // Late it counts once it was accepted; a hazard of September that was none counts no longer.
    const visit = (await get('inspections?status=submitted&limit=50')).items.find((one) => one.premises_name === '迟到的出租房')
    const card = await get(`records/${visit.id}`)
    await act(visit.id, { accepted: { version: card.submitted ?? card.version } })
    const hazard = (await get('hazards?limit=50')).items.find((one) => one.premises_name === '按时的出租房')
    await act(hazard.id, { voided: { reason: '误报' } })

    await page.reload()
    const row = page.locator('tbody tr.ant-table-row').filter({ hasText: '2026年9月' }).filter({ has: page.getByRole('cell', { name: '青峰镇', exact: true }) })
    await row.getByRole('button', { name: '打开' }).last().click()
    const dialog = page.getByRole('dialog').filter({ hasText: '定稿时' })
    await shot(page, 'adjustments')
    for (const [number, label, title] of [
      [/^检查覆盖率 · 新计入/, /由未达标变为达标 \d/, '迟到的出租房'],
      [/^重复隐患率 · 不再计入/, /移出统计 \d/, hazard.title],
    ]) {
      await dialog.getByRole('button', { name: number }).click()
      const drawer = page.getByRole('dialog').filter({ hasText: label })
      await drawer.getByRole('link', { name: title }).first().waitFor()
      await drawer.getByRole('button', { name: /close|关闭/i }).click()
      await drawer.waitFor({ state: 'detached' }).catch(() => drawer.waitFor({ state: 'hidden' }))
    }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
