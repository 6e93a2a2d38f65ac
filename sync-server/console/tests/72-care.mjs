import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { openPage, pickDay, signIn } from './harness.mjs'

export const tests = {
  async 'a whole telephone number is shown for a written reason only, which is in the audit log'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises')
    await page.getByRole('link', { name: '王家出租房' }).click()
    await page.getByRole('button', { name: '查看完整电话' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('查看理由').fill('约')
    await dialog.getByRole('button', { name: '记录并查看' }).click()
    await dialog.getByText('至少写 2 个字').waitFor()
    await dialog.getByLabel('查看理由').fill('约定复查时间')
    await dialog.getByRole('button', { name: '记录并查看' }).click()
    await dialog.getByText('13800000000').waitFor()
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await dialog.waitFor({ state: 'detached' })
    assert.equal(await page.getByText('13800000000').count(), 0)
    await page.goto(`${page.base}/admin/audit`)
    // Until the page knows which month it is, what stands in the field is replaced.
    await page.locator('button:enabled').filter({ hasText: '导出该月日志' }).waitFor()
    // The commands that made this relay ran by the machine's own clock, and the log never goes back a month.
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
    await pickDay(page, page.getByRole('textbox', { name: '月份' }), month)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出该月日志' }).click(),
    ])
    assert.match(readFileSync(await download.path(), 'utf8'), /约定复查时间/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a person is signed out everywhere'({ browser, world }) {
    const other = await openPage(browser, world)
    await signIn(other, 'village_admin-1', '/hazards')
    const me = await (await other.request.get(`${world.address}/api/v1/me`)).json()
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/people')
    await page.getByLabel('搜索').fill(me.name)
    await page.getByLabel('搜索').press('Enter')
    await page.getByRole('button', { name: `管理 ${me.name}` }).click()
    await page.getByRole('menuitem', { name: '强制下线' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '强制下线' }).click()
    await page.getByText('已下线').waitFor()
    assert.equal((await other.request.get(`${world.address}/api/v1/me`)).status(), 401)
    assert.deepEqual(page.problems, [])
    for (const one of [page, other]) await one.context().close()
  },
}
