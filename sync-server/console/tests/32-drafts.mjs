import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

const RESTORED = '已恢复您上次填写、尚未提交的内容'

/** What this tab keeps of what was typed. */
const kept = (page) =>
  page.evaluate(() =>
    Object.entries(window.sessionStorage)
      .filter(([name]) => name.startsWith('wangge-draft:'))
      .map(([, value]) => value)
      .join(),
  )

export const tests = {
  async 'what was typed outlives a reload of the page, and is gone once it was sent'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises')
    await page.getByRole('link', { name: '红梅小吃店' }).first().click()
    const open = () => page.locator('.actions').getByRole('button', { name: /风险等级/ }).click()
    const dialog = page.getByRole('dialog')
    await open()
    await dialog.locator('.ant-select').first().click()
    await page.locator('.ant-select-item-option').nth(2).click()
    const grade = await dialog.locator('.ant-select').first().innerText()
    await dialog.getByLabel('原因').fill('夜间住人，液化气瓶靠近灶台')
    await page.reload()
    await open()
    await dialog.getByText(RESTORED).waitFor()
    assert.equal(await dialog.getByLabel('原因').inputValue(), '夜间住人，液化气瓶靠近灶台')
    assert.equal(await dialog.locator('.ant-select').first().innerText(), grade)
    await dialog.getByRole('button', { name: '办理' }).click()
    await page.getByText(/：已办理/).waitFor()
    assert.equal(await kept(page), '')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'reasons of a return are there again, can be cleared, and go with the sign-out'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-2', '/review')
    await page.locator('.queue-item').first().click()
    await page.locator('.review-bar').getByRole('button', { name: '退回' }).waitFor()
    await page.keyboard.press('r')
    await page.getByLabel('总体意见').fill('请补拍配电箱')
    await page.getByRole('button', { name: '添加检查项意见' }).click()
    await page.getByLabel('针对此项').fill('数量不清')
    await page.reload()
    await page.locator('.review-bar').getByRole('button', { name: '退回' }).waitFor()
    await page.keyboard.press('r')
    await page.getByText(RESTORED).waitFor()
    assert.equal(await page.getByLabel('总体意见').inputValue(), '请补拍配电箱')
    assert.equal(await page.getByLabel('针对此项').inputValue(), '数量不清')
    await page.getByRole('button', { name: '清空重填' }).click()
    assert.equal(await page.getByLabel('总体意见').inputValue(), '')
    assert.equal(await kept(page), '')
    await page.getByLabel('总体意见').fill('另一条意见')
    assert.match(await kept(page), /另一条意见/)
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await page.locator('header').getByRole('button').last().click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await page.getByLabel('账号').waitFor()
    assert.equal(await kept(page), '')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a report that is entered at the desk keeps what was typed, but never who reports'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/cases/report')
    const dialog = page.getByRole('dialog')
    const open = async () => {
      await page.goto(`${page.base}/cases/report`)
      await page.getByRole('button', { name: /^登记 · / }).click()
    }
    const [said, reporter] = ['内容', '举报人'].map((name) => dialog.getByLabel(name, { exact: true }))
    await open()
    await reporter.fill('孙路人 13911114444')
    await said.fill('楼道堆满纸箱')
    assert.match(await kept(page), /楼道堆满纸箱/)
    assert.doesNotMatch(await kept(page), /孙路人|13911114444/)
    await open()
    await dialog.getByText(RESTORED).waitFor()
    assert.equal(await said.inputValue(), '楼道堆满纸箱')
    assert.equal(await reporter.inputValue(), '')
    await dialog.getByRole('button', { name: '清空重填' }).click()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a step of a case keeps what was typed, but never who reports'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/cases')
    const api = `${world.address}/api/v1`
    const grids = await (await page.request.get(`${api}/grids`)).json()
    const { items } = await (await page.request.get(`${api}/hazards?open=true&limit=1`)).json()
    const opened = await page.request.post(`${api}/cases/meeting`, {
      headers: { 'wangge-csrf': '1' },
      data: {
        grid: grids.find((it) => it.level === 'small').id,
        content: {},
        first: { step: 'meeting.convene', fields: { quarter: '2026-Q3', date: '2026-09-20', agenda: items[0].id, departments: 'PSB' } },
      },
    })
    const { record } = await opened.json()
    // As a table would ask that keeps a field apart.
    await page.route('**/api/v1/cases', async (route) => {
      const answer = await route.fetch()
      const body = await answer.json()
      const table = body.tables.find((one) => one.kind === 'meeting')
      table.rows.find((row) => row.event === 'meeting.hold').asks.fields.find((it) => it.name === 'participants').apart = true
      await route.fulfill({ response: answer, json: body })
    })
    const open = async () => {
      await page.goto(`${page.base}/cases/meeting/${record}`)
      await page.getByRole('button', { name: '会议记录' }).click()
    }
    const dialog = page.getByRole('dialog')
    await open()
    const [minutes, people] = [dialog.getByRole('textbox').nth(0), dialog.getByRole('textbox').nth(1)]
    await minutes.fill('清理消防通道')
    await people.fill('张三')
    await open()
    await dialog.getByText(RESTORED).waitFor()
    assert.equal(await minutes.inputValue(), '清理消防通道')
    assert.equal(await people.inputValue(), '')
    assert.doesNotMatch(await kept(page), /张三/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
