// Pages without a network, and again after a reload.
import assert from 'node:assert/strict'
import { bridge, shot, shotAnew, syncFromPage, syncNow } from './world.mjs'

const PAGES = ['', 'month', 'premises', 'premises/new', 'hazards', 'quick', 'cases', 'cases/new', 'complaint', 'me', 'sync', 'refused', 'history', 'score', 'training', 'contacts', 'handover', 'lease-sign', 'settings']
const DONE = '楼梯间已清空，充电桩移到室外🔌'
const STILL = '楼梯间又停了一辆'

export const tests = {
  async 'every page, a feedback and what was typed for a recheck stand offline, and after a reload'(world) {
    const page = world.page1
    const host = world.host1
    await syncNow(host)
    await world.stopRelay()
    try {
      for (const path of PAGES) {
        await page.evaluate((hash) => (location.hash = `#/${hash}`), path)
        await page.reload()
        await page.locator('h1').waitFor()
        await page.waitForFunction(() => !document.body.innerText.includes('正在读取'))
        // That there is no network is said, and calmly.
        assert.equal(await page.locator('.problem:not(.calm)').count(), 0, `${path}: ${await page.locator('body').innerText()}`)
      }
      const hazards = await bridge(host, 'hazard.list', { open_only: true, limit: 50 })
      let hazard
      for (const row of hazards) {
        const { allowed } = await bridge(host, 'record.get', { record: row.record })
        if (allowed.some((it) => it.action === 'feedback')) hazard ??= row.record
      }
      assert.ok(hazard, JSON.stringify(hazards))
      await page.evaluate((id) => (location.hash = `#/hazard/${id}`), hazard)
      await page.getByRole('link', { name: '整改反馈' }).click()
      await page.getByLabel('改了什么').fill(DONE)
      const taken = shotAnew('summer-palace-640.jpg')
      // Another picture than any before: a photo is known by its bytes.
      await page.locator('input[type=file]').first().setInputFiles({ ...taken, buffer: Buffer.concat([taken.buffer, Buffer.from([82])]) })
      await page.locator('.photo img').waitFor()
      await page.reload()
      await page.waitForFunction((text) => document.querySelector('textarea')?.value === text, DONE)
      await page.locator('.photo img').waitFor()
      await page.getByRole('button', { name: '登记反馈' }).click()
      await page.getByText('已登记反馈').waitFor()
      await page.reload()
      await page.getByRole('button', { name: '经过' }).click()
      await page.getByText(DONE).first().waitFor()
      await page.evaluate((id) => (location.hash = `#/hazard/${id}/recheck`), hazard)
      await page.locator('.compare img').nth(1).waitFor()
      await page.getByRole('button', { name: '没改好' }).click()
      await page.getByLabel('还有什么问题').fill(STILL)
      await page.reload()
      await page.waitForFunction((text) => document.querySelector('textarea')?.value === text, STILL)
      await page.getByRole('button', { name: '登记复查' }).click()
      await page.getByRole('alert').getByText('没有权限').waitFor()
      assert.equal(await page.getByLabel('还有什么问题').inputValue(), STILL)
      await page.evaluate(() => (location.hash = '#/sync'))
      await syncFromPage(page)
      await page.getByText('没有网络，照常工作').first().waitFor({ timeout: 60_000 })
      await shot(page, 'offline-feedback')
      assert.ok((await bridge(host, 'phone.status')).pending > 0)
    } finally {
      await world.serve()
    }
    await bridge(host, 'sync.cancel')
    await syncNow(host)
    assert.equal((await bridge(host, 'phone.status')).pending, 0)
    assert.deepEqual(page.problems, [])
  },

  async 'a page that spares the battery sends records and thumbnails, and says so'(world) {
    const page = world.page1
    const host = world.host1
    await page.evaluate(() => (location.hash = '#/settings'))
    await page.getByLabel('省电').check()
    await page.evaluate(() => (location.hash = '#/sync'))
    await syncFromPage(page)
    await page.getByText('省电：只传了记录和缩略图').waitFor()
    assert.equal((await bridge(host, 'sync.state')).last.frugal, true)
    await page.evaluate(() => (location.hash = '#/settings'))
    await page.getByLabel('省电').uncheck()
    await page.evaluate(() => (location.hash = '#/sync'))
    await syncFromPage(page)
    await page.getByText('省电：只传了记录和缩略图').waitFor({ state: 'detached' })
    await page.getByText('同步完成').waitFor()
    assert.deepEqual(page.problems, [])
  },
}
