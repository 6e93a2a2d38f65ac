import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'
import { unzipped } from './workbook.mjs'

export const tests = {
  async 'frozen figures leave as a workbook without a formula, and what came late opens its records'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/snapshots?kind=month&on=2026-08-15')
    const api = `${world.address}/api/v1`
    await page.getByRole('button', { name: '定稿本周期' }).click()
    await page.getByText('已定稿').first().waitFor()
    const [href] = await page.getByRole('link', { name: 'XLSX' }).evaluateAll((all) => all.map((it) => it.getAttribute('href')))
    const answer = await page.request.get(world.address + href)
    assert.match(answer.headers()['content-disposition'], /attachment/)
    const files = unzipped(await answer.body())
    const sheets = Object.entries(files).filter(([name]) => name.startsWith('xl/worksheets/'))
    assert.ok(sheets.length > 0)
    for (const [name, xml] of sheets) assert.doesNotMatch(xml, /<f>|<hyperlink/, name)
    assert.match(Object.values(files).join('\n'), /检查覆盖率/)
    // What a phone would bring after the figures were frozen.
    const premises = (await (await page.request.get(`${api}/premises?limit=3`)).json()).items
    const [one, other] = premises
    await page.route('**/adjustments', async (route) => {
      const real = await route.fetch()
      const late = {
        code: 'coverage',
        frozen: { numerator: 1, denominator: 9 },
        now: { numerator: 2, denominator: 9 },
        newly_met: [one.id],
        came_in: [],
        no_longer_met: [],
        dropped_out: [other.id],
      }
      await route.fulfill({ response: real, json: { ...(await real.json()), adjustments: [late] } })
    })
    await page.locator('tbody tr.ant-table-row').first().getByRole('button', { name: '打开' }).last().click()
    const dialog = page.getByRole('dialog').filter({ hasText: '定稿时' })
    await dialog.getByText('1/9').waitFor()
    for (const [number, label, title] of [
      ['检查覆盖率 · 新计入 1', '由未达标变为达标 1', one.title],
      ['检查覆盖率 · 不再计入 1', '移出统计 1', other.title],
    ]) {
      await dialog.getByRole('button', { name: number }).click()
      const drawer = page.getByRole('dialog').filter({ hasText: label })
      await drawer.getByRole('link', { name: title }).waitFor()
      await drawer.getByRole('button', { name: /close|关闭/i }).click()
      await drawer.waitFor({ state: 'detached' }).catch(() => drawer.waitFor({ state: 'hidden' }))
    }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
