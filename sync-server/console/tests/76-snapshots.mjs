import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

export const tests = {
  async 'a freezing under way is shown with its progress, and a second one is told to wait in words'({ browser, world }) {
    const page = await openPage(browser, world)
    // A township is frozen too fast to be seen: what the relay says of a county's is put in its place.
    let running = { period: '2026年度', started_at: world.now, done: 3, of: 12 }
    await page.route('**/api/v1/snapshots/freezing', (route) => route.fulfill({ json: running === undefined ? {} : { running } }))
    await page.route('**/api/v1/snapshots', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 503, json: { code: 'busy', message: '服务繁忙，请稍后再试', message_en: 'busy', retry_after_ms: 2000 } })
        : route.fallback(),
    )
    await signIn(page, 'station_officer-1', '/figures/snapshots?kind=month&on=2026-08-15')
    const bar = page.getByRole('status', { name: '正在定稿 2026年度' })
    await bar.getByText('已完成 3/12 个网格').waitFor()
    await bar.getByText('25%').waitFor()
    await page.getByRole('button', { name: '定稿本周期' }).click()
    await page.locator('.ant-popconfirm').getByText(/不能撤销/).waitFor()
    await page.locator('.ant-popconfirm').getByRole('button').last().click()
    await page.getByText('中继正在定稿另一周期').waitFor()
    running = { ...running, done: 6 }
    await bar.getByText('已完成 6/12 个网格').waitFor()
    running = undefined
    await bar.waitFor({ state: 'hidden' })
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
