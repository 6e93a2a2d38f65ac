// Near the end: it adds a second township, and with it the tenant is a county.
import assert from 'node:assert/strict'
import { openPage, settled, shot, signIn } from './harness.mjs'

/** A second township with one grid, and somebody who sees both whole. */
async function secondTownship(world) {
  const add = (level, code, name, parent) =>
    world.admin('grid', 'add', '--level', level, '--code', code, '--name', name, ...(parent === undefined ? [] : ['--parent', parent]))
  await add('large', '500199', '白云镇')
  await add('medium', '500199001', '白云村', '白云镇')
  await add('small', '500199001001', '白云村一组', '白云村')
  await world.admin('user', 'grant', '--user', 'relay_admin-1', '--role', 'county_admin')
}

export const tests = {
  async 'figures of the whole county stand with its townships as rows'({ browser, world }) {
    await secondTownship(world)
    const page = await openPage(browser, world)
    const on = new Date(world.now + 8 * 3_600_000).toISOString().slice(0, 10)
    await signIn(page, 'relay_admin-1', `/figures/now?kind=year&on=${on}`)
    const api = `${world.address}/api/v1`
    const county = await (await page.request.get(`${api}/figures?kind=year&on=${on}&by=township`)).json()
    assert.equal(county.grid, undefined)
    assert.deepEqual(county.townships.map((one) => one.name).sort(), ['白云镇', '青峰镇'])
    await page.getByText('全县').first().waitFor()
    const table = page.getByRole('table', { name: '按乡镇' })
    for (const one of county.townships) {
      await table.getByRole('row').filter({ hasText: one.name }).getByText(one.figures.coverage.text).first().waitFor()
    }
    await shot(page, 'county-figures')
    // A number of a township opens the records of that township.
    const town = county.townships.find((one) => one.name === '青峰镇')
    await table.getByRole('button', { name: `青峰镇 检查覆盖率 ${town.figures.coverage.text}` }).click()
    await page.getByRole('dialog').getByText('青峰镇 · 检查覆盖率').waitFor()
    await page.keyboard.press('Escape')

    await page.goto(`${page.base}/figures/coverage?kind=year&on=${on}`)
    const rows = page.getByRole('table').getByRole('row')
    // A township without premises has no line of its own here.
    await rows.filter({ hasText: '青峰镇' }).waitFor()
    await page.goto(`${page.base}/figures/on-time?kind=year&on=${on}`)
    await page.getByRole('table', { name: '按乡镇' }).getByRole('row').filter({ hasText: '青峰镇' }).waitFor()
    await page.goto(`${page.base}/figures/analysis?kind=year&on=${on}`)
    await page.getByRole('table', { name: '按乡镇' }).getByRole('row').filter({ hasText: '青峰镇' }).waitFor()

    // Ranking, scores, honors and rates in parts: the townships beside each other.
    await page.goto(`${page.base}/figures/honors?kind=year&on=${on}`)
    const honors = await (await page.request.get(`${api}/honors?kind=year&on=${on}`)).json()
    assert.equal(honors.townships.length, 2)
    const boards = page.getByRole('table', { name: '按乡镇' })
    for (const one of honors.townships) {
      await boards.getByRole('link', { name: `${one.name} 未销号 ${String(one.open)}` }).waitFor()
    }
    await shot(page, 'county-honors')
    await page.goto(`${page.base}/figures/scores?kind=year&on=${on}`)
    await page.getByRole('table', { name: '按乡镇' }).getByRole('row').filter({ hasText: '青峰镇' }).waitFor()
    await page.goto(`${page.base}/figures/ranking?kind=year&on=${on}`)
    await page.getByText('按乡镇').first().waitFor()
    await page.goto(`${page.base}/figures/breakdown?kind=year&on=${on}`)
    const parts = page.getByRole('table', { name: '分项' })
    await parts.getByRole('row').filter({ hasText: '青峰镇' }).first().waitFor()
    await page.goto(`${page.base}/figures/workers?kind=year&on=${on}`)
    await page.getByRole('table', { name: '按网格员' }).getByRole('row').nth(1).waitFor()

    // One township chosen: its own figures, and no rows by township.
    await page.goto(`${page.base}/figures/now?kind=year&on=${on}&grid=${town.grid}`)
    await page.getByRole('heading', { name: /^青峰镇/ }).waitFor()
    await settled(page)
    assert.equal(await page.getByRole('table', { name: '按乡镇' }).count(), 0)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'an officer of one township is offered no county'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/figures/now?kind=year')
    await page.getByRole('heading', { name: /^青峰镇/ }).waitFor()
    await settled(page)
    assert.equal(await page.getByText('全县').count(), 0)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'an administrator of the county sees both townships and gives somebody a grid of the second'({ browser, world }) {
    await world.seat('county-1', '县管理员', 'county_admin')
    const page = await openPage(browser, world)
    await signIn(page, 'county-1', '/admin/grids')
    for (const name of ['青峰镇', '白云镇']) await page.locator('.ant-tree-title').filter({ hasText: name }).first().waitFor()
    await page.goto(`${page.base}/admin/people`)
    await page.getByRole('button', { name: '新增人员' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('姓名').fill('诸葛白云')
    await dialog.getByRole('button', { name: '确定' }).click()
    const row = page.getByRole('row').filter({ hasText: '诸葛白云' })
    await row.first().getByRole('button', { name: '管理 诸葛白云' }).click()
    await page.getByRole('menuitem', { name: '授予角色' }).click()
    await dialog.locator('.ant-tree-select, .ant-select').nth(1).click()
    await page.locator('.ant-select-tree-title').filter({ hasText: '白云村一组' }).click()
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'detached' })
    await row.getByText('白云村一组').first().waitFor()
    // The officer of the first township does not see them.
    const officer = await openPage(browser, world)
    await signIn(officer, 'station_officer-1', '/admin/people')
    await officer.getByRole('button', { name: '新增人员' }).waitFor()
    await settled(officer)
    assert.equal(await officer.getByText('诸葛白云').count(), 0)
    assert.deepEqual([page.problems, officer.problems], [[], []])
    await page.context().close()
    await officer.context().close()
  },
}
