import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

const NAME = '双审出租房'

/** A premises with a visit that waits for its review: the newest of the queue. */
async function visited(world, worker, name, door) {
  world.at(world.now + 60_000)
  await world.premises(worker, {
    name,
    category: 'rental_housing',
    village: '场镇社区',
    door_number: door,
    owner_phone: '13800000077',
    latitude_microdegrees: 29_161_000,
    longitude_microdegrees: 105_917_500,
  })
  await world.inspect(worker, door)
  await world.phone(worker, 'sync')
}

export const tests = {
  async 'two supervisors decide at once: the first counts, the second is told'({ browser, world, first }) {
    await visited(world, first, NAME, '77号')
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
    await other.getByText(new RegExp(`^${NAME}：没有生效`)).waitFor()
    assert.equal(await other.getByLabel('总体意见').inputValue(), '请补拍配电箱', 'what was typed stays')
    const answer = await one.request.get(`${world.address}/api/v1/inspections?status=accepted`)
    const accepted = (await answer.json()).items.find((it) => it.title.includes(NAME) || it.premises_name === NAME)
    assert.ok(accepted, 'the acceptance stands')
    assert.deepEqual([one.problems, other.problems], [[], []])
    await one.context().close()
    await other.context().close()
  },

  async 'what arrives, and what another decides, leaves what is being read where it is'({ browser, world, first }) {
    await visited(world, first, '细看出租房', '78号')
    const page = await openPage(browser, world)
    // The news are on, and nobody chose a visit: the first one is on screen.
    await signIn(page, 'station_officer-1', '/review')
    await page.getByRole('heading', { name: '细看出租房' }).waitFor()
    await page.getByRole('status', { name: '实时更新中' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').pop()
    await page.keyboard.press('r')
    const typed = page.getByLabel('总体意见')
    await typed.fill('请补拍疏散通道')
    await visited(world, first, '后到出租房', '79号')
    await page.locator('.queue-item').filter({ hasText: '后到出租房' }).waitFor()
    assert.equal(await page.locator('.review-bar h1').filter({ hasText: '细看出租房' }).count(), 1)
    assert.equal(await typed.inputValue(), '请补拍疏散通道')
    // A colleague accepts it meanwhile.
    const other = await openPage(browser, world)
    await signIn(other, 'station_officer-2')
    const record = `${world.address}/api/v1/records/${id}`
    const { submitted, version } = await (await other.request.get(record)).json()
    const answer = await other.request.post(`${record}/events`, {
      headers: { 'wangge-csrf': '1' },
      data: { accepted: { version: submitted ?? version } },
    })
    assert.equal((await answer.json()).applied, true)
    await page.getByText('已由他人办理').waitFor()
    assert.equal(await typed.inputValue(), '请补拍疏散通道')
    assert.equal(await page.locator('.queue-item[aria-current="true"]').filter({ hasText: '细看出租房' }).count(), 1)
    await page.getByRole('dialog').getByRole('button', { name: /^取\s?消$/ }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    // The key that accepts finds nothing to accept, and nothing else is accepted in its place.
    await page.keyboard.press('a')
    await page.keyboard.press('k')
    await page.getByRole('heading', { name: '后到出租房' }).waitFor()
    const open = await (await other.request.get(`${world.address}/api/v1/inspections?status=submitted`)).json()
    assert.ok(open.items.some((one) => one.premises_name === '后到出租房'))
    assert.deepEqual([page.problems, other.problems], [[], []])
    await other.context().close()
    await page.context().close()
  },

  async 'a refusal is told by the name of the premises, whatever is on screen by then'({ browser, world, first }) {
    await visited(world, first, '被拒出租房', '80号')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/review')
    await page.getByRole('heading', { name: '被拒出租房' }).waitFor()
    await page.locator('.review-bar').getByRole('button', { name: /^通\s?过$/ }).waitFor()
    let answer = () => undefined
    const held = new Promise((go) => {
      answer = go
    })
    await page.route(
      '**/api/v1/records/*/events',
      async (route) => {
        await held
        await route.fulfill({ status: 409, json: { code: 'conflict', message: '冲突测试', message_en: 'a test' } })
      },
      { times: 1 },
    )
    await page.keyboard.press('a')
    await page.keyboard.press('j')
    await page.getByRole('heading', { name: '被拒出租房' }).waitFor({ state: 'detached' })
    answer()
    const told = page.getByText(/^被拒出租房：冲突测试/)
    await told.waitFor()
    await page.locator('.queue-item').filter({ hasText: '被拒出租房' }).waitFor()
    await told.getByRole('button', { name: /^打\s?开$/ }).click()
    await page.getByRole('heading', { name: '被拒出租房' }).waitFor()
    await told.waitFor({ state: 'detached' })
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
