import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

export const tests = {
  async 'a warning shows who has no receipt yet, and its text for the loudspeaker'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/readiness')
    await page.getByText('没有登记预警信息').waitFor()
    const api = `${world.address}/api/v1`
    const grids = await (await page.request.get(`${api}/grids`)).json()
    const lists = (await (await page.request.get(`${api}/cases`)).json()).lists
    const answer = await page.request.post(`${api}/registers/early_warning`, {
      headers: { 'Wangge-CSRF': '1' },
      data: {
        key: 'Y-1',
        until: '2026-12-31',
        reason: '',
        entry: {
          number: 'Y-1',
          title: '大风橙色预警',
          level: lists.warning_levels.items[0].code,
          area: grids.find((it) => it.level === 'large').id,
          text: '今夜大风，请管好火源。',
          within_minutes: 30,
        },
      },
    })
    assert.equal(answer.status(), 200, await answer.text())
    await page.reload()
    await page.getByText('今夜大风，请管好火源。').waitFor()
    const receipts = await (await page.request.get(`${api}/warnings/Y-1/receipts`)).json()
    const tile = page.locator('.tile').filter({ hasText: '没有回执' }).locator('b')
    assert.equal(await tile.innerText(), String(receipts.missing.length))
    await page.locator('.names').getByText(first).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'facilities, fittings, transfers and signing answer with numbers or say that there is nothing'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/readiness/assets')
    await page.getByText('没有待处理的设施').waitFor()
    await page.getByRole('link', { name: '加装与投保' }).click()
    await page.locator('.tile').filter({ hasText: '在保场所' }).waitFor()
    await page.getByRole('link', { name: '避险转移' }).click()
    await page.getByLabel('转移行动名称').fill('九月强降雨')
    await page.getByRole('button', { name: '查看进度' }).click()
    await page.getByText('没有应转移的户').waitFor()
    assert.equal(await page.getByLabel('转移行动名称').inputValue(), '九月强降雨')
    await page.getByRole('link', { name: '签订覆盖' }).click()
    await page.getByLabel('签订活动名称').fill('2026 消防安全责任书')
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByRole('heading', { name: /^未签 \d+$/ }).waitFor()
    await page.getByText('王家出租房').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
