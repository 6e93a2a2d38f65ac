import assert from 'node:assert/strict'
import { openPage, pickDay, signIn } from './harness.mjs'

const STATION = '应急消防管理站'

/** What a choice offers. */
async function offered(page, field) {
  await field.click()
  const list = page.locator('.ant-select-dropdown:visible .ant-select-item-option')
  await list.first().waitFor()
  return list.evaluateAll((all) => all.map((it) => it.textContent))
}

/** A hazard on which this person may do that. */
async function hazardFor(page, world, action) {
  const api = `${world.address}/api/v1`
  const { items } = await (await page.request.get(`${api}/hazards?limit=50`)).json()
  for (const item of items) {
    const card = await (await page.request.get(`${api}/records/${item.id}`)).json()
    if (card.allowed_actions.includes(action)) return item.id
  }
  throw new Error(`nowhere ${action}`)
}

export const tests = {
  async 'papers are made out in the name of the bodies one speaks for, and no other is offered'({ browser, world, second }) {
    // A hazard that waits for its notice.
    await world.inspect(second, '清溪网吧', (script) => ({ ...script, hazards: [] }))
    await world.phone(second, 'sync')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1')
    const dialog = page.getByRole('dialog')
    const id = await hazardFor(page, world, 'notice_issued')
    await page.goto(`${page.base}/hazards/${id}`)
    await page.locator('.actions').getByRole('button', { name: '下发整改通知书' }).click()
    // One's own body stands there already.
    await dialog.locator('.ant-select').filter({ hasText: STATION }).waitFor()
    assert.deepEqual(await offered(page, dialog.getByLabel('发文单位')), [STATION])
    await page.keyboard.press('Escape')
    await page.goto(`${page.base}/cases/letter`)
    await page.getByRole('button', { name: /^登记 · / }).click()
    await dialog.getByLabel('首个环节').click()
    await page.locator('.ant-select-item-option').filter({ hasText: '告诫承诺' }).click()
    assert.deepEqual(await offered(page, dialog.getByLabel('出具单位')), [STATION])
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a day and a record that a step asks for are picked, and sent as they are kept'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/cases/meeting')
    const dialog = page.getByRole('dialog')
    const open = () => page.getByRole('button', { name: /^登记 · / }).click()
    await open()
    await pickDay(page, dialog.getByLabel('会期'), '2026-09-25')
    await page.reload()
    await open()
    await dialog.getByText('已恢复您上次填写').waitFor()
    assert.equal(await dialog.getByLabel('会期').inputValue(), '2026-09-25')
    await page.goto(`${page.base}/cases/major_case`)
    await open()
    const hazard = dialog.getByLabel('隐患')
    await hazard.fill('清溪')
    await page.locator('.ant-select-item-option').filter({ hasText: '清溪网吧' }).first().click()
    const chosen = await page.evaluate(() => Object.entries(window.sessionStorage).find(([name]) => name.endsWith('major_case/open'))?.[1])
    assert.match(JSON.parse(chosen).hazard, /^[0-9a-f-]{36}$/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
