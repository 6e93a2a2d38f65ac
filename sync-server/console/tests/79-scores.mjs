import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

export const tests = {
  async 'workers stand by points, and a card explains every point'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/scores')
    const row = page.getByRole('row').filter({ hasText: first })
    await row.getByRole('button', { name: `打开 ${first}` }).click()
    const card = page.getByRole('dialog')
    await card.getByText('任务按时完成率').waitFor()
    await card.getByText(/首次建档/).first().waitFor()
    const people = await (await page.request.get(`${world.address}/api/v1/people`)).json()
    const worker = people.items.find((it) => it.name === first).id
    const score = await (await page.request.get(`${world.address}/api/v1/scores/${worker}?kind=year`)).json()
    const events = score.card.months.flatMap((month) => month.lines).length
    assert.equal(await card.locator('.answer').count(), events)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a decision on what is no objection is refused, and its reason stays'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await page.route('**/api/v1/scores/*?*', async (route) => {
      const answer = await route.fetch()
      const score = await answer.json()
      for (const month of score.card.months) for (const line of month.lines) line.disputed = true
      await route.fulfill({ response: answer, json: score })
    })
    await signIn(page, 'station_officer-1', '/figures/scores')
    await page.getByRole('button', { name: `打开 ${first}` }).click()
    await page.getByRole('button', { name: '处理申诉' }).first().click()
    const dialog = page.getByRole('dialog').filter({ hasText: '处理结果' })
    await dialog.getByLabel('申诉成立').check()
    await dialog.getByLabel('处理理由').fill('照片时间已核实')
    await dialog.getByRole('button', { name: '办理' }).click()
    await dialog.getByText('没有找到，或不在您的范围内').waitFor()
    assert.equal(await dialog.getByLabel('处理理由').inputValue(), '照片时间已核实')
    await page.context().close()
  },

  async 'on-time figures and the follow-up board stand beside the figures'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/on-time')
    const onTime = await (await page.request.get(`${world.address}/api/v1/on-time?kind=year&open=all`)).json()
    await page.getByRole('button', { name: onTime.figure.text }).waitFor()
    await page.getByRole('heading', { name: `目前逾期 ${String(onTime.overdue.length)}` }).waitFor()
    await page.getByRole('link', { name: '表彰与督办' }).click()
    const honors = await (await page.request.get(`${world.address}/api/v1/honors?kind=year`)).json()
    const grid = honors.follow_up[0]
    await page.getByRole('row').filter({ hasText: grid.name }).getByText(String(grid.open), { exact: true }).first().waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'figures by worker open the records behind every number'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/workers')
    const api = `${world.address}/api/v1/figures/workers?kind=year`
    const { workers } = await (await page.request.get(`${api}&open=all`)).json()
    const one = workers.find((it) => it.name === first)
    const table = page.getByRole('table', { name: '按网格员' })
    const row = table.getByRole('row').filter({ hasText: first }).first()
    await row.getByRole('button', { name: `${first} 检查覆盖率 ${one.figures.coverage.text}` }).waitFor()
    await row.getByRole('button', { name: `${first} 复查率 ${one.figures.recheck.text}` }).waitFor()
    await row.getByRole('button', { name: new RegExp(`^${first} 未销号隐患 ${String(one.figures.open.denominator)}`) }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('tab', { name: `逾期 ${String(one.figures.open.numerator)}`, exact: true }).waitFor()
    await drawer.getByRole('tab', { name: `未逾期 ${String(one.figures.open.unmet.length)}` }).waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
