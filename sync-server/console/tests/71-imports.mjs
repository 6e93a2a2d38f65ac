import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, signIn } from './harness.mjs'
import { workbook } from './workbook.mjs'

export const tests = {
  async 'a workbook of premises is reconciled by village, then entered without its bad row'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/imports')
    const api = `${world.address}/api/v1`
    const grids = await (await page.request.get(`${api}/grids`)).json()
    const grid = grids.find((it) => it.level === 'small' && it.valid_until == null)
    const village = grids.find((it) => it.id === grid.parent)
    const file = join(world.folder, 'premises.xlsx')
    writeFileSync(
      file,
      workbook({
        名单: [
          ['网格', '名称', '类别', '详细地址', '负责人电话', '颜色'],
          [grid.code, '张记小吃', 'small_catering', '三组12号', '13900000001', '红'],
          [grid.code, '<b>便民</b>超市', 'small_shop', '三组14号', '', ''],
          ['没有这个网格', '李家旅馆', 'small_hotel', '一组3号', '', ''],
        ],
        汇总: [
          ['村', '数量'],
          [village.name, '5'],
        ],
      }),
    )
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('共 3 行：新增 2，已在册 0，有问题 1').waitFor()
    await page.getByText('不认识的表头，已忽略：颜色').waitFor()
    const line = page.getByRole('row').filter({ hasText: village.name })
    await line.getByText('否', { exact: true }).waitFor()
    const enter = page.getByRole('button', { name: '导入 2 个场所' })
    assert.ok(await enter.isDisabled())
    const premises = async () => (await (await page.request.get(`${api}/premises?q=${encodeURIComponent('张记')}`)).json()).items
    assert.equal((await premises()).length, 0, 'nothing is written before it is confirmed')
    await page.getByLabel('跳过有问题的 1 行').check()
    await page.getByLabel('已知与汇总表不符，仍然导入').check()
    await enter.click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await page.getByText('已导入 2 个；已在册 0，跳过 1，拒收 0').waitFor()
    assert.equal((await premises()).length, 1)
    await page.goto(`${page.base}/premises`)
    await page.getByText('<b>便民</b>超市').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'of ten thousand rows each bad one is named with its line, and nothing changes until it is confirmed'({ browser, world }) {
    const rows = 10_000
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/imports')
    const get = async (path) => (await page.request.get(`${world.address}/api/v1/${path}`)).json()
    const before = (await get('summary')).counts.premises
    const grid = (await get('grids')).find((it) => it.level === 'small' && it.valid_until == null)
    // Each hundredth row is of a category that the pack does not know.
    const list = Array.from({ length: rows }, (_, at) => [
      grid.code,
      `大表第${String(at)}家`,
      at % 100 === 99 ? 'huge_shop' : 'small_shop',
      `大表${String(at)}组${String(at)}号`,
    ])
    const file = join(world.folder, 'many-premises.xlsx')
    writeFileSync(file, workbook({ 名单: [['网格', '名称', '类别', '详细地址'], ...list] }))
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.url().includes('/premises-imports'), { timeout: 180_000 }),
      page.locator('input[type=file]').setInputFiles(file),
    ])
    const report = await answer.json()
    const bad = report.findings.filter((one) => one.is_bad)
    assert.deepEqual(bad.map((one) => one.line), Array.from({ length: rows / 100 }, (_, at) => 101 + 100 * at))
    await page.getByText('共 10000 行：新增 9900，已在册 0，有问题 100').waitFor()
    // What is wrong stands first, beside its line; hints follow, to the last.
    const line = (one) => page.getByRole('row').filter({ has: page.getByRole('cell', { name: String(one.line), exact: true }) })
    await line(bad[0]).getByText(bad[0].findings[0].zh).waitFor()
    await page.locator('.ant-pagination-item').last().click()
    const last = report.findings.filter((one) => !one.is_bad).at(-1) ?? bad.at(-1)
    await line(last).getByText(last.name).waitFor()
    const enter = page.getByRole('button', { name: '导入 9900 个场所' })
    assert.ok(await enter.isDisabled())
    // Looked at, asked about and left: nothing is entered.
    await page.getByLabel('跳过有问题的 100 行').check()
    await enter.click()
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    assert.deepEqual((await get('summary')).counts.premises, before)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
