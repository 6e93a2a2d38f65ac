import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, pickDay, signIn } from './harness.mjs'

export const tests = {
  async 'a sheet shows what is missing; a file fills it, and its bad row is named'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/sheets/drill')
    await page.getByText('每年至少一次').waitFor()
    const grids = await (await page.request.get(`${world.address}/api/v1/grids`)).json()
    const town = grids.find((it) => it.level === 'large')
    await page.getByRole('button', { name: '导入 CSV' }).click()
    const dialog = page.getByRole('dialog')
    const file = join(world.folder, 'drills.csv')
    const head = '所属网格,演练名称,计划日期,举办日期,参加人数\n'
    writeFileSync(file, `${head}${town.id},秋季疏散演练,2026-09-05,2026-09-05,60\n${town.id},冬季演练,不是日期,,\n`)
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByRole('button', { name: '导入 2 行' }).click()
    await dialog.getByText('新写入 1 行；已有且相同 0 行；没有写入 1 行').waitFor()
    await dialog.getByRole('cell', { name: '3', exact: true }).waitFor()
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    const row = page.getByRole('row').filter({ hasText: '秋季疏散演练' })
    await row.getByText('达标').first().waitFor()
    await row.getByText(town.name).first().waitFor()
    const board = await page.request.get(world.address + (await row.getByRole('link', { name: '公示牌' }).getAttribute('href')))
    assert.equal(board.status(), 200, await board.text())
    assert.equal((await board.body()).subarray(0, 5).toString(), '%PDF-')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a row of a sheet is entered field by field, without JSON'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/registers/drill')
    const grids = await (await page.request.get(`${world.address}/api/v1/grids`)).json()
    const town = grids.find((it) => it.level === 'large')
    await page.getByRole('button', { name: '登记一行' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('演练名称').waitFor()
    assert.equal(await dialog.getByLabel(/JSON/).count(), 0)
    await dialog.getByLabel('所属网格').click()
    await page.locator('.ant-select-dropdown:visible').getByText(town.name, { exact: true }).click()
    await dialog.getByLabel('演练名称').fill('逐项登记的演练')
    await pickDay(page, dialog.getByLabel('计划日期'), '2026-10-05')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('已登记，手机下次同步时生效').waitFor()
    const rows = await (await page.request.get(`${world.address}/api/v1/registers/drill?history=true`)).json()
    const { entry } = rows.find((row) => row.key === `${town.id}/逐项登记的演练`)
    assert.deepEqual(entry, { area: town.id, title: '逐项登记的演练', planned_on: '2026-10-05' })
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
