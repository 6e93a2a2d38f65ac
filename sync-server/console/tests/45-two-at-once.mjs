import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

const NAME = '双审出租房'

export const tests = {
  async 'two supervisors decide at once: the first counts, the second is told'({ browser, world, first }) {
    await world.premises(first, {
      name: NAME,
      category: 'rental_housing',
      village: '场镇社区',
      door_number: '77号',
      owner_phone: '13800000077',
      latitude_microdegrees: 29_161_000,
      longitude_microdegrees: 105_917_500,
    })
    await world.inspect(first, '77号')
    await world.phone(first, 'sync')
    const [one, other] = [await openPage(browser, world), await openPage(browser, world)]
    // The second does not hear of the first: both look at the same card when they decide.
    await other.context().route('**/api/v1/news', (route) => route.abort())
    for (const [page, name] of [
      [one, 'station_officer-1'],
      [other, 'station_officer-2'],
    ]) {
      await signIn(page, name, '/review')
      await page.locator('.queue-item').filter({ hasText: NAME }).click()
      await page.getByRole('heading', { name: NAME }).waitFor()
    }
    await other.keyboard.press('r')
    await other.getByLabel('总体意见').fill('请补拍配电箱')
    await one.keyboard.press('a')
    await one.getByText('已通过').first().waitFor()
    await other.getByRole('dialog').getByRole('button', { name: '退回' }).click()
    await other.getByText(/^没有生效/).waitFor()
    assert.equal(await other.getByLabel('总体意见').inputValue(), '请补拍配电箱', 'what was typed stays')
    const answer = await one.request.get(`${world.address}/api/v1/inspections?status=accepted`)
    const accepted = (await answer.json()).items.find((it) => it.title.includes(NAME) || it.premises_name === NAME)
    assert.ok(accepted, 'the acceptance stands')
    assert.deepEqual([one.problems, other.problems], [[], []])
    await one.context().close()
    await other.context().close()
  },
}
