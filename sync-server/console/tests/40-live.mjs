import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

export const tests = {
  async 'what one officer does shows on the other screen without a reload'({ browser, world }) {
    const watching = await openPage(browser, world)
    await signIn(watching, 'station_officer-2', '/hazards?status=fixed_pending_check')
    const rows = watching.locator('tbody tr.ant-table-row')
    await rows.first().waitFor()
    const before = await rows.count()
    await watching.getByRole('status', { name: '实时更新中' }).waitFor()
    const acting = await openPage(browser, world)
    await signIn(acting, 'station_officer-1', '/hazards?status=fixed_pending_check')
    await acting.getByRole('link', { name: /灭火器/ }).first().click()
    await acting.locator('.actions').getByRole('button', { name: '当场整改核实' }).click()
    await acting.getByRole('dialog').getByRole('button', { name: '办理' }).click()
    await acting.getByText('当场整改核实：已办理').waitFor()
    await watching.waitForFunction(
      (left) => document.querySelectorAll('tbody tr.ant-table-row').length === left,
      before - 1,
    )
    assert.deepEqual(watching.problems, [])
    await watching.context().close()
    await acting.context().close()
  },

  async 'a relay that restarts is waited for, and the page says so'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises')
    await page.getByText('王家出租房').waitFor()
    world.stopRelay()
    try {
      await page.getByRole('navigation').getByText('考核统计').click()
      await page.getByText('中继暂时连不上').waitFor()
    } finally {
      await world.serve()
    }
    await page.getByText('检查覆盖率').first().waitFor()
    await page.getByText('中继暂时连不上').waitFor({ state: 'detached' })
    await page.context().close()
  },

  async 'who reads no records is not told that the page is reconnecting'({ browser, world }) {
    const page = await openPage(browser, world)
    let asked = 0
    page.on('request', (request) => (asked += Number(request.url().endsWith('/api/v1/news'))))
    await signIn(page, 'relay_admin-1', '/admin/people')
    await page.getByRole('button', { name: '新增人员' }).waitFor()
    await page.waitForTimeout(1_500)
    assert.equal(asked, 0)
    assert.equal(await page.getByRole('status', { name: '正在重新连接' }).count(), 0)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'an answer that takes long is told, and no longer once it is there'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1')
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    let answer
    const held = new Promise((done) => (answer = done))
    await page.route('**/api/v1/premises?*', async (route) => {
      await held
      await route.continue()
    })
    await page.getByRole('navigation').getByText('场所', { exact: true }).click()
    await page.getByText('正在等待中继答复').waitFor()
    assert.equal(await page.getByText('中继暂时连不上').count(), 0)
    answer()
    await page.getByText('王家出租房').first().waitFor()
    await page.getByText('正在等待中继答复').waitFor({ state: 'detached' })
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a code of enrollment is shown as a QR, and a phone takes it'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/people')
    const row = page.getByRole('row').filter({ hasText: '姜鹏' })
    await row.getByRole('button', { name: '登记手机' }).click()
    const [answer] = await Promise.all([
      page.waitForResponse(/enrollment-codes/),
      page.getByRole('button', { name: '生成登记码' }).click(),
    ])
    await page.locator('svg.qr').waitFor()
    const { link } = await answer.json()
    await world.phone('姜鹏', 'enroll', link)
    const refused = await page.request.post(`${world.address}/api/v1/enrollment-codes`, {
      headers: { 'wangge-csrf': '1' },
      data: { user: (await officer(page, world)), valid_hours: 1 },
    })
    assert.equal(refused.status(), 403)
    await page.context().close()
  },
}

/** Id of a colleague, for whom an officer may make no code. */
async function officer(page, world) {
  const people = await (await page.request.get(`${world.address}/api/v1/people`)).json()
  return people.items.find((one) => one.account === 'station_officer-2').id
}
