import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { openPage, signIn } from './harness.mjs'

const choose = async (page, label, option) => {
  await page.getByRole('combobox', { name: label }).click()
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
  await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'hidden' })
}

/** The numbers of the table, by the name of the line. */
const lines = async (page) => {
  await page.waitForFunction(
    () => document.querySelector('.ant-spin-spinning') === null && document.querySelector('.link-number') !== null,
  )
  const rows = await page.locator('tbody tr.ant-table-row').all()
  const read = rows.map((row) => Promise.all([row.locator('td').first().innerText(), row.locator('.link-number').innerText()]))
  return Object.fromEntries(await Promise.all(read))
}

export const tests = {
  async 'open hazards in parts add up, each number opens its records, and the lines leave as CSV'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/breakdown')
    const api = `${world.address}/api/v1`
    const get = async (path) => (await page.request.get(`${api}/${path}`)).json()
    const open = (await get('hazards?open=true&limit=200')).items
    assert.ok(open.length > 0)
    const sums = (of) => open.reduce((sum, one) => ({ ...sum, [of(one)]: String(Number(sum[of(one)] ?? 0) + 1) }), {})
    for (const [name, of] of [
      ['网格', (one) => one.grid_name],
      ['发现人', (one) => one.author],
    ]) {
      await choose(page, '分组', name)
      assert.deepEqual(await lines(page), { ...sums(of), 合计: String(open.length) }, name)
    }
    await choose(page, '分组', '严重程度')
    const severities = await lines(page)
    const ofSeverity = sums((one) => (one.suspected_major ? 'suspected_major' : one.category))
    assert.deepEqual(Object.values(severities).sort(), [...Object.values(ofSeverity), String(open.length)].sort())
    const analysis = await get('analysis?kind=year')
    await choose(page, '分组', '场所类别')
    const categories = await lines(page)
    const ids = new Set(open.map((one) => one.id))
    for (const line of analysis.by_category) {
      const still = line.hazards.filter((id) => ids.has(id)).length
      assert.equal(categories[line.name] ?? '0', String(still), line.name)
    }
    await page.locator('.link-number').first().click()
    const drawer = page.getByRole('dialog')
    const [, first] = Object.entries(categories)[0]
    await drawer.getByRole('tab', { name: `未销号隐患 ${first}` }).waitFor()
    await drawer.getByRole('link').first().waitFor()
    assert.equal(await drawer.locator('.answer').count(), Math.min(20, Number(first)))
    await page.keyboard.press('Escape')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 CSV' }).click(),
    ])
    const csv = readFileSync(await download.path(), 'utf8')
    assert.ok(csv.startsWith('\uFEFF"场所类别","未销号隐患"\r\n'), csv)
    for (const [name, number] of Object.entries(categories)) assert.ok(csv.includes(`"${name.split('\n')[0]}","${number}"`), name)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a rate in parts is the rate of the figures: by village, by finder, by period'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/breakdown?kind=month&on=2026-09-30')
    const figure = async (query) =>
      (await (await page.request.get(`${world.address}/api/v1/figures?${query}&open=all`)).json()).figures.timely_close
    await choose(page, '指标', '按时办结率')
    const whole = await figure('kind=month&on=2026-09-30')
    for (const by of ['村（社区）', '发现人', '隐患类型']) {
      await choose(page, '分组', by)
      await page.getByRole('button', { name: `合计 ${whole.text}` }).waitFor()
      const { 合计: sum, ...rest } = await lines(page)
      assert.equal(sum, whole.text, by)
      const all = Object.values(rest).reduce((total, one) => total + Number(/\/(\d+)/.exec(one)[1]), 0)
      assert.equal(all, whole.denominator, by)
      assert.ok(!Object.keys(rest).some((name) => name.startsWith('未能归类')), by)
    }
    await choose(page, '分组', '周期')
    await page.getByRole('button', { name: /^合计/ }).waitFor({ state: 'detached' })
    const periods = await lines(page)
    assert.equal(Object.keys(periods).length, 6)
    assert.equal(Object.values(periods)[0], whole.text)
    const before = await figure('kind=month&on=2026-08-31')
    // Of nothing there is no rate; the relay has its own words for that.
    assert.match(Object.values(periods)[1], new RegExp(`^${String(before.numerator)}/${String(before.denominator)}`))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'coverage in parts is the coverage of the figures, and the relay counts whatever there is'({ browser, world }) {
    const page = await openPage(browser, world)
    const asked = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await signIn(page, 'station_officer-1', '/figures/breakdown?kind=month&on=2026-09-30')
    const api = `${world.address}/api/v1`
    const coverage = await (await page.request.get(`${api}/coverage?kind=month&on=2026-09-30&by=village`)).json()
    await choose(page, '分组', '发现人')
    await choose(page, '指标', '检查覆盖率')
    const { 合计: sum, ...villages } = await lines(page)
    assert.equal(sum, coverage.figure.text)
    assert.deepEqual(villages, Object.fromEntries(coverage.parts.map((part) => [part.name, part.figure.text])))
    const [village, text] = Object.entries(villages)[0]
    const { numerator, denominator } = coverage.parts.find((part) => part.name === village).figure
    await page.getByRole('button', { name: `${village} ${text}` }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('tab', { name: `未计入 ${String(denominator - numerator)}` }).waitFor()
    await drawer.getByRole('tab', { name: `计入 ${String(numerator)}`, exact: true }).waitFor()
    // No list of hazards is read page by page to add them up.
    assert.ok(!asked.includes('/api/v1/hazards'), String(asked))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'numbers of the analysis and of the follow-up board open their records'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/analysis?kind=month&on=2026-10-15')
    const earlier = await (await page.request.get(`${world.address}/api/v1/analysis?kind=month&on=2026-09-01`)).json()
    const line = earlier.by_category[0]
    await page.getByRole('button', { name: `${line.name} 上期 ${String(line.found)}` }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('tab', { name: `上期 ${String(line.found)}` }).waitFor()
    await drawer.getByRole('link').first().waitFor()
    // Twenty at a time, and a button for more.
    assert.equal(await drawer.locator('.answer').count(), Math.min(line.found, 20))
    await page.goto(`${page.base}/figures/honors`)
    const honors = await (await page.request.get(`${world.address}/api/v1/honors?kind=year`)).json()
    const { name, open } = honors.follow_up[0]
    await page.getByRole('link', { name: new RegExp(`^${name} .* ${String(open)}$`) }).click()
    await page.waitForURL(/hazards\?.*open=1/)
    await page.getByText('只看未销号').waitFor()
    await page.locator('tbody tr.ant-table-row').first().waitFor()
    assert.equal(await page.locator('tbody tr.ant-table-row').count(), open)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
