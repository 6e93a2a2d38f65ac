import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

export const tests = {
  async 'staffing says what is missing in its setting, then who is missing by the rules'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/staffing')
    await page.getByText('尚未登记管理站等级').waitFor()
    const api = `${world.address}/api/v1`
    const set = async (register, data) => {
      const answer = await page.request.post(`${api}/registers/${register}`, { headers: { 'Wangge-CSRF': '1' }, data })
      assert.equal(answer.status(), 200, await answer.text())
    }
    const grids = await (await page.request.get(`${api}/grids`)).json()
    const township = grids.find((it) => it.level === 'large').id
    const me = await (await page.request.get(`${api}/me`)).json()
    await set('station_profile', { key: township, from: '2026-01-01', entry: { township, station_class: 'class2', town_class: null } })
    await set('posting', { key: 'p1', from: '2026-01-01', entry: { user: me.user, post: 'station_staff', township } })
    await page.reload()
    const row = page.getByRole('row').filter({ hasText: me.name }).first()
    await row.waitFor()
    const staffing = await (await page.request.get(`${api}/staffing?township=${township}`)).json()
    const line = staffing.report.lines.find((it) => it.code === 'station_staff')
    assert.deepEqual([line.required.people, line.actual, line.short], [4, 1, 3])
    const cells = await row.getByRole('cell').allInnerTexts()
    assert.deepEqual(cells.slice(1, 4), ['4', '1', '3'])
    await page.getByRole('link', { name: '培训覆盖' }).click()
    await page.getByRole('heading', { name: /^待训名单 \d+$/ }).waitFor()
    const workers = await page.locator('.tile').filter({ hasText: '网格员' }).locator('b').innerText()
    assert.ok(Number(workers) > 5)
    await page.getByRole('link', { name: '执法指标' }).click()
    await page.getByText('本年度没有下达执法量化指标').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a browser whose clock is wrong shows and offers the day of the relay'({ browser, world }) {
    const page = await openPage(browser, world)
    await page.clock.setFixedTime(new Date('2031-05-05T08:00:00+08:00'))
    await signIn(page, 'station_officer-1', '/staffing')
    const { now } = await (await page.request.get(`${world.address}/api/v1/me`)).json()
    const today = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)
    const field = page.locator('.ant-picker input').first()
    await page.waitForFunction((day) => document.querySelector('.ant-picker input')?.value === day, today)
    await field.click()
    await page.locator(`.ant-picker-dropdown:visible td.ant-picker-cell-today[title="${today}"]`).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
