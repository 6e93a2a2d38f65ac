import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

/** Takes one of what the field that was clicked offers; the list shows only what was typed. */
async function choose(page, words) {
  await page.keyboard.type(words)
  // What a screen reader is told stands in the list too, unseen.
  const exact = new RegExp(`^${words}$`)
  await page.locator('.ant-select-item-option-content:visible').filter({ hasText: exact }).first().click()
}

export const tests = {
  async 'a row of a register of the program is entered field by field, with its rows'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/registers/campaign')
    const api = `${world.address}/api/v1`
    const grids = await (await page.request.get(`${api}/grids`)).json()
    const town = grids.find((it) => it.level === 'large')
    await page.getByRole('button', { name: '登记一行' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('事项', { exact: true }).fill('by-form')
    await dialog.getByRole('button', { name: '保存' }).click()
    // What is missing is named at its field, and nothing is sent.
    await dialog.getByText('必填').first().waitFor()
    await dialog.getByLabel('名称', { exact: true }).fill('逐项登记的行动')
    await dialog.getByLabel('网格范围').click()
    await choose(page, town.name)
    await dialog.getByText('登记一行', { exact: true }).click()
    await dialog.getByRole('button', { name: '添加任务数' }).click()
    await dialog.getByLabel('网格', { exact: true }).click()
    await choose(page, town.name)
    await dialog.getByLabel('场所数').fill('3')
    await dialog.getByRole('button', { name: '保存' }).click()
    // What the rules ask for is said in the dialog.
    await dialog.getByText('专项行动须有结束日期').waitFor()
    await dialog.getByLabel('截止日').fill('2026-12-31')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('已登记，手机下次同步时生效').waitFor()
    const rows = await (await page.request.get(`${api}/registers/campaign?history=true`)).json()
    const { entry } = rows.find((row) => row.key === 'by-form')
    assert.equal(entry.name, '逐项登记的行动')
    assert.deepEqual(entry.grids, [town.id])
    assert.deepEqual(entry.targets, [{ grid: town.id, premises: 3 }])
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'the entry may be written out, and the key follows from the fields'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/registers/village_team')
    const api = `${world.address}/api/v1`
    const grids = await (await page.request.get(`${api}/grids`)).json()
    const village = grids.find((it) => it.level === 'medium')
    await page.getByRole('button', { name: '登记一行' }).click()
    const dialog = page.getByRole('dialog')
    assert.equal(await dialog.getByLabel('事项', { exact: true }).count(), 0)
    await dialog.getByLabel('行政村、社区').click()
    await choose(page, village.name)
    await dialog.getByText('直接写原文').click()
    const written = JSON.parse(await dialog.getByLabel(/JSON/).inputValue())
    assert.deepEqual(written, { village: village.id })
    assert.equal(await dialog.getByLabel('事项', { exact: true }).inputValue(), village.id)
    await dialog.getByLabel(/JSON/).fill(JSON.stringify({ ...written, rescue: ['张三'] }))
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('已登记，手机下次同步时生效').waitFor()
    const rows = await (await page.request.get(`${api}/registers/village_team`)).json()
    assert.deepEqual(rows.find((row) => row.key === village.id).entry.rescue, ['张三'])
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'conditions, classes and results are chosen by their words'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/registers/agency_frequency')
    const api = `${world.address}/api/v1`
    await page.getByRole('button', { name: '登记一行' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('事项', { exact: true }).fill('by-words')
    await dialog.getByRole('combobox', { name: '检查单位' }).click()
    await choose(page, '网格')
    await dialog.getByRole('combobox', { name: '适用条件' }).click()
    await choose(page, '地上层数')
    await dialog.getByLabel('数值').fill('3')
    await dialog.getByRole('button', { name: '添加判断项' }).click()
    await dialog.getByRole('combobox', { name: '判断项' }).click()
    await choose(page, '只有一个安全出口')
    await dialog.getByRole('combobox', { name: '周期' }).click()
    await choose(page, '每月')
    await dialog.getByLabel('名称', { exact: true }).fill('高层逐月')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('已登记，手机下次同步时生效').waitFor()
    const rows = await (await page.request.get(`${api}/registers/agency_frequency?history=true`)).json()
    assert.equal(rows.find((row) => row.key === 'by-words').entry.when, 'floors>=3 && single_exit')
    // The row says it in words.
    await page.getByText('地上层数≥3 且 只有一个安全出口').waitFor()

    await page.goto(`${page.base}/registers/station_profile`)
    await page.getByRole('button', { name: '登记一行' }).click()
    await page.getByRole('dialog').getByRole('combobox', { name: '管理站类别' }).click()
    await page.locator('.ant-select-dropdown:visible').getByText('经济开发区（按一类）', { exact: true }).waitFor()
    await choose(page, '二类')
    await page.keyboard.press('Escape')

    // What is on no list may be typed.
    await page.goto(`${page.base}/registers/enforcement_case`)
    await page.getByRole('button', { name: '登记一行' }).click()
    await page.getByRole('dialog').getByRole('combobox', { name: '处理结果' }).click()
    await choose(page, '罚款')
    await page.getByRole('dialog').getByRole('combobox', { name: '处理结果' }).click()
    await choose(page, '当场收缴')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
