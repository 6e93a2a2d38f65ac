import assert from 'node:assert/strict'
import { bridge, shot } from './world.mjs'

/** The other tests go on with this phone. */
export const needed = true
export const WORKER = '邓子涵'

export const tests = {
  async 'a bad link is refused and stays, a good one enrolls'(world) {
    const host = await world.host(WORKER)
    const page = await world.page(host)
    world.open = page
    await page.getByText('登记本机').waitFor()
    assert.ok(!page.url().includes(host.token), 'the token left the address')
    await page.getByLabel('登记链接').fill('wangge://enroll?relay=🔥')
    await page.getByRole('button', { name: '登记' }).click()
    await page.getByRole('alert').waitFor()
    await shot(page, 'enroll-refused')
    await page.reload()
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('🔥'))
    await page.getByLabel('登记链接').fill(await world.link(WORKER))
    await page.getByRole('button', { name: '登记' }).click()
    await page.getByRole('heading', { name: '今天的任务' }).waitFor()
    await page.getByText('首次同步未完成').waitFor({ state: 'detached' })
    const status = await bridge(host, 'phone.status')
    assert.equal(status.user_name, WORKER)
    await shot(page, 'today-empty')
    assert.deepEqual(page.problems, [])
    world.page1 = page
    world.host1 = host
  },
}
