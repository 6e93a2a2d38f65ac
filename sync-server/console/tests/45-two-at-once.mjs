import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

const NAME = '红梅小吃店'

export const tests = {
  async 'two supervisors decide at once: the first counts, the second is told'({ browser, world, first }) {
    await world.inspect(first, NAME)
    await world.phone(first, 'sync')
    const [one, other] = [await openPage(browser, world), await openPage(browser, world)]
    for (const [page, name] of [
      [one, 'station_officer-1'],
      [other, 'station_officer-2'],
    ]) {
      await signIn(page, name, '/review')
      await page.locator('.queue-item').filter({ hasText: NAME }).click()
      await page.getByRole('heading', { name: NAME }).waitFor()
    }
    // The second does not hear of the first: both look at the same card when they decide.
    await other.context().route('**/api/v1/news', (route) => route.abort())
    await other.keyboard.press('r')
    await other.getByLabel('总体意见').fill('请补拍配电箱')
    await one.keyboard.press('a')
    await one.getByText('已通过').first().waitFor()
    await other.getByRole('dialog').getByRole('button', { name: '退回' }).click()
    const told = other.getByRole('dialog').getByRole('alert')
    await told.waitFor()
    assert.notEqual((await told.innerText()).trim(), '')
    assert.equal(await other.getByLabel('总体意见').inputValue(), '请补拍配电箱', 'what was typed stays')
    const answer = await one.request.get(`${world.address}/api/v1/inspections?status=accepted`)
    const accepted = (await answer.json()).items.find((it) => it.title.includes(NAME) || it.premises_name === NAME)
    assert.ok(accepted, 'the acceptance stands')
    assert.deepEqual([one.problems, other.problems], [[], []])
    await one.context().close()
    await other.context().close()
  },
}
