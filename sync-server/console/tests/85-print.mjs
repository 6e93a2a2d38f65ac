import assert from 'node:assert/strict'
import { openPage, shot, signIn } from './harness.mjs'

export const tests = {
  async 'a printed page holds what it says, in full length, and nothing to press'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards')
    await page.getByRole('link', { name: /一楼楼梯间/ }).first().click()
    await page.getByRole('heading', { name: '可以办理' }).waitFor()
    await page.emulateMedia({ media: 'print' })
    for (const gone of ['.head', '.side', '.actions', '.skip']) {
      assert.equal(await page.locator(gone).first().isVisible(), false, gone)
    }
    // Only the photos are buttons still: paper shows them.
    assert.equal(await page.locator('button:visible:not(.photo button)').count(), 0)
    assert.ok(await page.locator('.photo img').first().isVisible())
    assert.ok(await page.getByRole('heading', { level: 1 }).isVisible())
    assert.equal(await page.getByRole('heading', { name: '可以办理' }).count(), 0)
    // What a screen scrolls would be cut off at the foot of the first sheet.
    const cut = await page.evaluate(() =>
      ['.shell', '.body', '.content'].filter((name) => {
        const element = document.querySelector(name)
        return getComputedStyle(element).overflowY !== 'visible' || element.scrollHeight > element.clientHeight + 1
      }),
    )
    assert.deepEqual(cut, [])
    await page.setViewportSize({ width: 794, height: 1123 })
    await shot(page, 'print', { fullPage: true })
    const pdf = await page.pdf({ format: 'A4' })
    assert.ok(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length > 1)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
