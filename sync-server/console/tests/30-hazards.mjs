import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { openPage, signIn } from './harness.mjs'
import { september } from './relay.mjs'

export const tests = {
  async 'a hazard offers exactly what the rules allow, and an act shows at once'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards?status=served')
    await page.getByRole('link', { name: /一楼楼梯间/ }).first().click()
    await page.getByRole('heading', { name: '可以办理' }).waitFor()
    const id = page.url().split('/').pop()
    const card = await (await page.request.get(`${world.address}/api/v1/records/${id}`)).json()
    const offered = await page.locator('.actions button').count()
    assert.equal(offered, card.allowed_actions.length)
    await page.locator('.actions').getByRole('button', { name: '责任落实' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('责任领导').fill('吕平（站长）')
    await dialog.getByRole('button', { name: '办理' }).click()
    await page.getByText('责任落实：已办理').waitFor()
    await page.getByText('责任领导：吕平（站长）').waitFor()
    assert.ok((await page.locator('.loop rect').count()) > 10)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'overdue hazards are escalated in bulk after a preview'({ browser, world }) {
    world.at(september(14, 9))
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards?status=overdue')
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.ant-table-row').length === 2)
    await page.getByRole('checkbox', { name: '全部' }).check()
    // They threaten life: the rules allow no further urging, and the preview says so.
    await page.getByRole('button', { name: '批量催办' }).click()
    await page.getByRole('dialog').getByText('不能办理', { exact: true }).first().waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await page.getByRole('button', { name: '批量上报移交' }).click()
    const dialog = page.getByRole('dialog').filter({ hasText: '上报移交' })
    await dialog.getByLabel('原因').fill('逾期未改，危及生命')
    await dialog.getByRole('button', { name: '确认办理 2 条' }).click()
    await dialog.getByText('完成 2 条，未办成 0 条').waitFor()
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await page.goto(`${page.base}/hazards?status=escalated`)
    await page.waitForFunction(() => document.querySelectorAll('tbody tr.ant-table-row').length === 2)
    await page.locator('tbody').getByRole('link').first().click()
    const letter = page.getByRole('link', { name: '移送函' })
    const paper = await page.request.get(world.address + (await letter.getAttribute('href')))
    assert.equal(paper.status(), 200, await paper.text())
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a bulk act is stopped halfway, says how far it came, and keeps what was typed'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards?open=1')
    await page.locator('tbody tr.ant-table-row').nth(1).waitFor()
    let begun = 0
    let goOn
    const held = new Promise((done) => (goOn = done))
    // Nothing is really done: what counts is what is begun.
    await page.route('**/api/v1/records/*/events', async (route) => {
      begun += 1
      await held
      await route.abort()
    })
    await page.route('**/api/v1/records/*', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...(await answer.json()), allowed_actions: ['escalated'] } })
    })
    await page.getByRole('checkbox', { name: '全部' }).check()
    await page.getByRole('button', { name: '批量上报移交' }).click()
    const dialog = page.getByRole('dialog').filter({ hasText: '上报移交' })
    await dialog.getByLabel('原因').fill('多次催办未改')
    await dialog.getByRole('button', { name: /^确认办理 \d+ 条$/ }).click()
    await dialog.getByRole('button', { name: '停止' }).click()
    goOn()
    await dialog.getByText(/已停止：办理 0 条，未办成 1 条，还有 \d+ 条没有办理/).waitFor()
    assert.equal(begun, 1)
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await page.getByRole('button', { name: '批量上报移交' }).click()
    assert.equal(await dialog.getByLabel('原因').inputValue(), '多次催办未改')
    await dialog.getByRole('button', { name: '清空重填' }).click()
    await page.context().close()
  },

  async 'filters are kept on this machine'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards?status=escalated')
    await page.getByRole('button', { name: '常用条件' }).click()
    await page.getByText('保存为常用条件').click()
    await page.getByLabel('名称').fill('已移交的')
    await page.getByRole('button', { name: '保存' }).click()
    await page.goto(`${page.base}/hazards?q=nowhere`)
    await page.getByRole('button', { name: '清除条件' }).click()
    await page.waitForURL(/hazards$/)
    await page.waitForFunction(() => document.querySelector('.filters input').value === '')
    await page.getByRole('button', { name: '常用条件' }).click()
    await page.getByText('已移交的').click()
    await page.waitForURL(/status=escalated/)
    // A colleague at the same machine has views of their own.
    await page.context().clearCookies()
    await signIn(page, 'station_officer-2', '/hazards')
    await page.getByRole('button', { name: '常用条件' }).click()
    await page.getByText('保存为常用条件').waitFor()
    assert.equal(await page.getByText('已移交的').count(), 0)
    await page.context().close()
  },

  async 'the ledger is exported, formulas made harmless'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出 CSV' }).click(),
    ])
    const text = readFileSync(await download.path(), 'utf8')
    assert.ok(text.startsWith('\uFEFF'))
    assert.match(text, /一楼楼梯间/)
    assert.doesNotMatch(text, /(^|,)"?[=+@]/m)
    await page.context().close()
  },
}
