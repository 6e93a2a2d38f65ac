// What a desk does beside visits and hazards: gaps in the net, numbers of papers, the week of a village, a
// premises that goes to another grid, one's own password.
import assert from 'node:assert/strict'
import { openPage, settled, signIn } from './harness.mjs'
import { account } from './relay.mjs'

const reader = (page, world) => async (path) => (await page.request.get(`${world.address}/api/v1/${path}`)).json()

const share = ({ part, whole, per_mille: perMille }) =>
  perMille == null ? `${String(part)}/${String(whole)}` : `${String(part)}/${String(whole)}（${(perMille / 10).toFixed(1)}%）`

const GAPS = {
  grid_without_worker: '网格无网格员',
  premises_without_grid: '场所未划入网格',
  premises_in_former_grid: '场所所在网格已撤销',
  premises_without_worker: '场所所在网格无网格员',
  premises_without_position: '场所未定位',
  premises_without_responsible: '场所无责任人',
  never_visited: '从未检查',
}

export const tests = {
  async 'gaps and the census stand as the relay counts them, and a premises without a position is opened'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/plans/census')
    const get = reader(page, world)
    const { gaps } = await get('gaps')
    const table = page.getByRole('table', { name: '管理空白' })
    const rowOf = (kind) => table.getByRole('row').filter({ has: page.getByText(GAPS[kind], { exact: true }) })
    for (const { kind, count, of } of gaps) {
      assert.ok(kind in GAPS, kind)
      await rowOf(kind).getByText(`${String(count)}/${String(of)}`, { exact: true }).waitFor()
    }
    const census = await get('census?since=2026-01-01')
    const tile = (name) => page.locator('.tile').filter({ has: page.getByText(name, { exact: true }) }).locator('b')
    for (const [name, value] of [
      ['已办结', share(census.done)],
      ['已走访', share(census.visited)],
      ['未走访', String(census.never_visited.count)],
    ]) {
      assert.equal(await tile(name).innerText(), value, name)
    }
    assert.ok(census.visited.part > 0 && census.never_visited.count > 0, 'some were visited, some were not')
    // What a list of premises entered has no position yet.
    const { premises } = gaps.find((one) => one.kind === 'premises_without_position')
    assert.ok(premises.length > 0)
    await rowOf('premises_without_position').getByRole('link', { name: premises[0].name, exact: true }).first().click()
    await page.getByRole('heading', { name: premises[0].name }).first().waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'the register of numbers has each once and in order, and a number on a paper is found'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/numbers')
    const get = reader(page, world)
    const [series] = await get('numbers')
    const { items } = await get(`numbers/${series.issuer}/${series.document}/${String(series.year)}`)
    assert.ok(items.length > 0)
    const rows = page.locator('main section').first().locator('tbody tr.ant-table-row')
    await rows.first().waitFor()
    await settled(page)
    const shown = await rows.evaluateAll((all) => all.map((it) => Number(it.querySelector('td').innerText)))
    assert.deepEqual(shown, items.map((one) => one.number))
    assert.deepEqual(shown, shown.map((_, at) => shown[0] + at), 'none is missing')
    const find = page.getByRole('region', { name: /^查文号/ })
    const search = async (text) => {
      await find.locator('input').fill(text)
      await find.locator('input').press('Enter')
    }
    await search('没有这样的文号第0000号')
    await find.getByText('没有这个文号，或不在您的辖区').waitFor()
    const { text } = items.find((one) => one.record != null)
    await search(text)
    await find.getByRole('link', { name: text, exact: true }).first().click()
    await page.waitForURL(/\/(review|hazards|premises|cases)\//)
    await settled(page)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a village confirms the numbers of its week, and the station receives them'({ browser, world }) {
    const village = await openPage(browser, world)
    await signIn(village, 'village_admin-1', '/plans/weekly')
    const get = reader(village, world)
    const [own] = (await get('weekly-rollups')).villages
    const rowOf = (page) => page.getByRole('table', { name: '每周汇总' }).getByRole('row').filter({ hasText: own.name })
    const cells = async (page) => (await rowOf(page).getByRole('cell').allInnerTexts()).slice(1, 5).map((it) => it.trim())
    await rowOf(village).waitFor()
    const counted = ['found', 'fixed', 'open', 'overdue'].map((count) => String(own[count].length))
    assert.deepEqual(await cells(village), counted)
    await rowOf(village).getByRole('button', { name: '确认上报' }).click()
    await village.locator('.ant-popconfirm').getByRole('button').last().click()
    await rowOf(village).getByRole('link', { name: '已上报' }).waitFor()
    const station = await openPage(browser, world)
    await signIn(station, 'station_officer-1', '/plans/weekly')
    await rowOf(station).waitFor()
    assert.deepEqual(await cells(station), counted)
    await rowOf(station).getByRole('link', { name: '已上报' }).click()
    await station.locator('.actions').getByRole('button', { name: '签收', exact: true }).click()
    const dialog = station.getByRole('dialog')
    await dialog.getByRole('button', { name: '办理' }).click()
    await dialog.waitFor({ state: 'detached' })
    // On the page of the village it is received without a reload.
    await rowOf(village).getByRole('link', { name: '已签收' }).waitFor()
    assert.deepEqual([village.problems, station.problems], [[], []])
    for (const page of [village, station]) await page.context().close()
  },

  async 'a premises is moved to another grid, with a reason'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises')
    const get = reader(page, world)
    const [place] = (await get(`premises?q=${encodeURIComponent('老街五金店')}`)).items
    await page.goto(`${page.base}/premises/${place.id}`)
    await page.getByRole('button', { name: '迁移网格' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.getByText('必填').first().waitFor()
    const others = (await get('grids')).filter((it) => it.level === 'small' && it.members.length > 0 && it.id !== place.grid)
    const to = others.find((it) => others.every((one) => one === it || !one.name.includes(it.name)))
    await dialog.getByLabel('迁入的小网格').click()
    await page.keyboard.type(to.name)
    await page.locator('.ant-select-tree-title:visible').filter({ hasText: to.name }).first().click()
    await dialog.getByLabel('原因').fill('网格界线调整')
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'detached' })
    const [moved] = (await get(`premises?q=${encodeURIComponent('老街五金店')}`)).items
    assert.deepEqual([moved.id, moved.grid], [place.id, to.id])
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a password is changed by its owner: the old one is asked for, and opens nothing any more'({ browser, world }) {
    const page = await openPage(browser, world)
    const { user, password } = account('village_admin-6')
    await signIn(page, 'village_admin-6', '/hazards')
    await page.locator('header').getByRole('button').last().click()
    await page.getByRole('menuitem', { name: '安全设置' }).click()
    const dialog = page.getByRole('dialog')
    const change = async (old, fresh) => {
      await dialog.getByLabel('现在的密码', { exact: true }).fill(old)
      await dialog.getByLabel('新密码', { exact: true }).fill(fresh)
      await dialog.getByRole('button', { name: '修改', exact: true }).click()
    }
    await change(password, '短')
    await dialog.getByText('至少 8 个字符').waitFor()
    const fresh = '青峰-莲花石-2027'
    await change('不是这个密码', fresh)
    await dialog.getByRole('alert').filter({ hasText: '密码不正确' }).waitFor()
    assert.equal((await page.request.get(`${world.address}/api/v1/me`)).status(), 200)
    await change(password, fresh)
    const again = page.getByRole('dialog').filter({ hasText: '登录已过期' })
    await again.getByLabel('密码', { exact: true }).waitFor()
    const tried = async (words) => {
      const answer = await page.request.post(`${world.address}/api/v1/login`, { headers: { 'wangge-csrf': '1' }, data: { user, password: words } })
      return answer.status()
    }
    assert.equal(await tried(password), 401)
    await again.getByLabel('账号').fill(user)
    await again.getByLabel('密码', { exact: true }).fill(fresh)
    await again.getByRole('button', { name: '登录' }).click()
    await again.waitFor({ state: 'detached' })
    assert.equal((await page.request.get(`${world.address}/api/v1/me`)).status(), 200)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
