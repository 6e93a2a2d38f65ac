// September was frozen by the test before; nothing was on record earlier.
import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'
import { unzipped } from './workbook.mjs'

export const tests = {
  async 'frozen figures leave as a workbook without a formula, and as a paper'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/snapshots?kind=month&on=2026-09-15')
    await page.getByRole('link', { name: 'XLSX' }).first().waitFor()
    const [href] = await page.getByRole('link', { name: 'XLSX' }).evaluateAll((all) => all.map((it) => it.getAttribute('href')))
    const answer = await page.request.get(world.address + href)
    assert.match(answer.headers()['content-disposition'], /attachment/)
    const files = unzipped(await answer.body())
    const sheets = Object.entries(files).filter(([name]) => name.startsWith('xl/worksheets/'))
    assert.ok(sheets.length > 0)
    for (const [name, xml] of sheets) assert.doesNotMatch(xml, /<f>|<hyperlink/, name)
    assert.match(Object.values(files).join('\n'), /检查覆盖率/)
    const paper = await page.request.get(world.address + (await page.getByRole('link', { name: 'PDF' }).first().getAttribute('href')))
    assert.equal(paper.status(), 200, await paper.text())
    assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
