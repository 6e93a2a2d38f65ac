import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

const KEY = '2026-electric'

/** A campaign over the whole township, for rental houses, with a number for one grid. */
async function campaign(page, world) {
  const api = `${world.address}/api/v1`
  const grids = await (await page.request.get(`${api}/grids`)).json()
  const premises = await (await page.request.get(`${api}/premises?category=rental_housing`)).json()
  const one = premises.items.find((it) => it.title === '王家出租房')
  const answer = await page.request.post(`${api}/registers/campaign`, {
    headers: { 'Wangge-CSRF': '1' },
    data: {
      key: KEY,
      from: '2026-09-01',
      until: '2026-12-20',
      reason: '',
      entry: {
        name: '电动自行车专项行动',
        grids: [grids.find((it) => it.level === 'large').id],
        categories: ['rental_housing'],
        checklist: '',
        targets: [{ grid: one.grid, premises: 3 }],
        text: '逐户检查停放充电',
      },
    },
  })
  assert.equal(answer.status(), 200, await answer.text())
  const progress = await (await page.request.get(`${api}/campaigns/${KEY}/progress`)).json()
  return { progress, grid: progress.grids.find((it) => it.grid === one.grid) }
}

export const tests = {
  async 'a campaign shows its numbers by grid, and what is left can be opened'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/plans')
    const { progress, grid } = await campaign(page, world)
    await page.goto(`${page.base}/plans/campaigns?key=${KEY}`)
    const tile = (name) => page.locator('.tile').filter({ hasText: name }).locator('b')
    await tile('应查').waitFor()
    assert.equal(await tile('应查').innerText(), String(progress.target))
    assert.equal(await tile('已完成').innerText(), String(progress.done))
    assert.ok(progress.target >= 3)
    const row = page.getByRole('row').filter({ hasText: grid.name })
    const cells = await row.getByRole('cell').allInnerTexts()
    assert.deepEqual(cells.slice(0, 5), [grid.name, ...[grid.in_scope, grid.target, grid.done, grid.waiting].map(String)])
    await row.getByRole('button', { name: /尚无通过审核的检查/ }).click()
    await page.getByRole('dialog').getByText('王家出租房').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'an agency sees what it owes, and proposals give their reasons'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/plans/agencies')
    const answer = await page.request.post(`${world.address}/api/v1/registers/agency_frequency`, {
      headers: { 'Wangge-CSRF': '1' },
      data: {
        key: 'psb-rental',
        from: '2026-01-01',
        reason: '',
        entry: { agency: 'PSB', categories: ['rental_housing'], every: 'week', zh: '出租房每周一查' },
      },
    })
    assert.equal(answer.status(), 200, await answer.text())
    await page.goto(`${page.base}/plans/agencies?agency=PSB`)
    await page.getByRole('row').filter({ hasText: '王家出租房' }).getByText('检查频次').waitFor()
    await page.getByRole('link', { name: '建议走访' }).click()
    await page.getByRole('row').filter({ hasText: '兴隆旅社' }).first().waitFor()
    await page.getByRole('link', { name: '办结预警' }).click()
    await page.getByText('期限将至的隐患').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'visits of several agencies to one premises stand as one, with each of them and its day'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/plans')
    const api = `${world.address}/api/v1`
    for (const agency of ['PSB', 'TOWNSHIP']) {
      const answer = await page.request.post(`${api}/registers/agency_frequency`, {
        headers: { 'Wangge-CSRF': '1' },
        data: {
          key: `${agency}-joint`,
          from: '2026-01-01',
          reason: '',
          entry: { agency, categories: ['nursing_home'], every: 'week', zh: '养老机构每周一查' },
        },
      })
      assert.equal(answer.status(), 200, await answer.text())
    }
    const visits = await (await page.request.get(`${api}/joint-visits`)).json()
    const visit = visits.find((one) => one.name === '向阳养老院')
    assert.ok(visit, JSON.stringify(visits))
    assert.deepEqual(visit.agencies.map((one) => one.code).sort(), ['PSB', 'TOWNSHIP'])
    await page.getByRole('link', { name: '综合查一次' }).click()
    const row = page.getByRole('row').filter({ hasText: '向阳养老院' })
    await row.waitFor()
    for (const agency of visit.agencies) await row.getByText(`${agency.name} 应查 ${agency.due}`).waitFor()
    await row.getByText(visit.by, { exact: true }).waitFor()
    // Only what was visited a short while ago is warned of.
    const warned = visits.filter((one) => one.recent !== undefined)
    await page.getByRole('checkbox', { name: '只看重复上门提醒' }).check()
    await page.getByText(`共 ${String(warned.length)} 条`).waitFor()
    const rows = page.getByRole('table', { name: '综合查一次' }).locator('tbody tr.ant-table-row')
    assert.equal(await rows.count(), Math.min(warned.length, 50))
    for (const one of warned.slice(0, 3)) {
      await page.getByRole('row').filter({ hasText: one.name }).getByText('短期内再次上门').waitFor()
    }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'candidates are listed for a purpose; nobody names the seed of a sample'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/plans/candidates')
    await page.getByRole('button', { name: '列出' }).click()
    const monthly = await (await page.request.get(`${world.address}/api/v1/candidates/monthly`)).json()
    const found = monthly.find((group) => group.items.length > 0)
    if (found === undefined) await page.getByText('没有候选记录').waitFor()
    else await page.getByRole('heading', { name: `${found.name} ${String(found.items.length)}` }).waitFor()
    await page.getByRole('combobox', { name: '用途' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '抽查样本' }).click()
    const answered = page.waitForResponse((one) => one.url().includes('/api/v1/candidates/sample'))
    await page.getByRole('button', { name: '列出' }).click()
    const [drawn] = await (await answered).json()
    assert.match(drawn.seed, /^\d{4}-\d{2}-\d{2} \d+ [0-9a-f]{64}$/)
    if (drawn.items.length > 0) await page.getByText(drawn.seed).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
