// Behind the others: by then something of almost everything stands open.
import assert from 'node:assert/strict'
import { openPage, settled, signIn } from './harness.mjs'

const DAY = 86_400_000
const CHINA = 8 * 3_600_000

/** The end of the seventh day after the day of an instant, in China. */
const weekAfter = (now) => (Math.floor((now + CHINA) / DAY) + 8) * DAY - CHINA

/** What each number of the page counts: its name, the list of the relay, and where it leads. */
const tiles = (now) => [
  ['待审核', 'inspections?status=submitted', '.queue-item'],
  ['已退回待更正', 'inspections?status=returned', '.queue-item'],
  ['检查等待照片', 'inspections?awaiting_photos=true', '.queue-item'],
  ['已逾期', `hazards?open=true&due_before=${String(now)}`],
  ['七日内到期', `hazards?open=true&due_after=${String(now)}&due_before=${String(weekAfter(now))}`],
  ['疑似重大待判定', 'hazards?status=under_review'],
  ['当场整改待核实', 'hazards?status=fixed_pending_check'],
  ['待复查', 'hazards?status=rechecking'],
  ['延期待批', 'hazards?status=extension_pending'],
  ['隐患等待照片', 'hazards?awaiting_photos=true'],
  ['在册场所', 'premises?status=active'],
  ['已通过的检查', 'inspections?status=accepted', '.queue-item'],
]

const reader = (page, world) => async (path) => (await page.request.get(`${world.address}/api/v1/${path}`)).json()

/** Every row of a list, however many pages it has. */
async function every(get, path) {
  const items = []
  let after
  do {
    const page = await get(`${path}&limit=200${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`)
    items.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined)
  return items
}

const tileOf = (page, name) => page.locator('a.tile').filter({ has: page.getByText(name, { exact: true }) })
const numberOf = async (page, name) => Number(await tileOf(page, name).locator('b').innerText())

export const tests = {
  async 'each number of the page of the day is that of its list, and opens it'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/')
    const get = reader(page, world)
    const { now } = await get('summary')
    let some = 0
    for (const [name, list, row = 'tbody tr.ant-table-row'] of tiles(now)) {
      await page.goto(`${page.base}/`)
      await page.getByRole('heading', { name: '今日待办' }).waitFor()
      await settled(page)
      const items = await every(get, list)
      assert.equal(await numberOf(page, name), items.length, name)
      some += Number(items.length > 0)
      await tileOf(page, name).click()
      await page.waitForFunction(() => !/\/console\/?$/.test(location.pathname))
      await settled(page)
      // A list shows a page of fifty at a time.
      assert.equal(await page.locator(row).count(), Math.min(50, items.length), name)
    }
    // Numbers that are all nought would say nothing.
    assert.ok(some >= 4, `${String(some)} of the numbers are more than nought`)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'phones that were silent and envelopes that wait are counted, and the nearest deadline stands first'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/')
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    await settled(page)
    const get = reader(page, world)
    const { now } = await get('summary')
    const { items: people } = await get('people?limit=200')
    const phones = people.flatMap((one) => one.devices).filter((it) => !it.revoked && !it.label.startsWith('浏览器'))
    const silent = phones.filter((it) => now - (it.seen_at ?? it.enrolled_at) > 7 * DAY)
    assert.ok(silent.length > 0, 'a phone that nobody has used for a week')
    assert.equal(await numberOf(page, '七日未同步的手机'), silent.length)
    await tileOf(page, '七日未同步的手机').click()
    await page.waitForURL(/admin\/devices/)
    await settled(page)
    assert.equal(await page.locator('tbody tr.ant-table-row').count(), Math.min(50, silent.length))
    await page.goto(`${page.base}/`)
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    await settled(page)
    const waiting = (await get('quarantine')).filter((one) => !one.is_final)
    assert.equal(await numberOf(page, '待定信封'), waiting.length)
    const due = await every(get, `hazards?open=true&due_before=${String(weekAfter(now))}`)
    const dueOf = new Map(due.map((one) => [one.id, one.due]))
    const rows = page.getByRole('region', { name: '按期限排列' }).locator('tbody tr.ant-table-row')
    const ids = await rows.evaluateAll((all) => all.map((it) => it.getAttribute('data-row-key')))
    const shown = ids.map((id) => dueOf.get(id))
    assert.ok(shown.length > 0)
    assert.deepEqual(shown, due.map((one) => one.due).sort((a, b) => a - b).slice(0, shown.length))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a number of the page of the day changes as a colleague acts, without a reload'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/')
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    await page.getByRole('status', { name: '实时更新中' }).waitFor()
    await settled(page)
    const before = await numberOf(page, '疑似重大待判定')
    const other = await openPage(browser, world)
    await signIn(other, 'station_officer-2', '/hazards')
    const get = reader(other, world)
    let found
    for (const { id } of await every(get, 'hazards?open=true')) {
      const card = await get(`records/${id}`)
      if (card.allowed_actions.includes('suspected_major')) found = id
      if (found !== undefined) break
    }
    assert.ok(found, 'a hazard that may be reported as a major one')
    const answer = await other.request.post(`${world.address}/api/v1/records/${found}/events`, {
      headers: { 'wangge-csrf': '1' },
      data: { suspected_major: { basis: ['安全出口数量不足'] } },
    })
    const done = await answer.json()
    assert.equal(done.applied, true, JSON.stringify(done))
    await tileOf(page, '疑似重大待判定').getByText(String(before + 1), { exact: true }).waitFor()
    assert.deepEqual([page.problems, other.problems], [[], []])
    for (const one of [page, other]) await one.context().close()
  },
}
