import assert from 'node:assert/strict'
import { bridge, shot } from './world.mjs'

/** Taps a PIN on the lock screen. */
async function enter(page, pin) {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click()
  await page.getByRole('button', { name: '解锁', exact: true }).click()
}

export const tests = {
  async 'the app locks, shows nothing, and opens by its PIN without a network'(world) {
    const page = world.page1
    await page.evaluate(() => (location.hash = '#/settings'))
    await page.getByLabel('新密码').fill('2468')
    await page.getByRole('button', { name: '设置锁屏密码' }).click()
    await page.getByText('已设置').waitFor()
    await page.getByRole('button', { name: '立即锁定' }).click()
    await page.getByText('请输入锁屏密码').waitFor()
    await shot(page, 'lock')
    await page.reload()
    await page.getByText('请输入锁屏密码').waitFor()
    const refused = await bridge(world.host1, 'premises.list', { limit: 5 }).then(() => '', (problem) => problem.message)
    assert.match(refused, /app_locked/)
    await enter(page, '1111')
    await page.getByRole('alert').getByText('忘了密码请找管理员').waitFor()
    const told = await page.getByRole('alert').innerText()
    assert.match(told, /还可尝试 \d 次/)
    assert.doesNotMatch(told, /等待 0 秒/)
    await enter(page, '2468')
    await page.getByText('请输入锁屏密码').waitFor({ state: 'detached' })
    await page.evaluate(() => (location.hash = '#/settings'))
    await page.getByLabel('原密码').fill('2468')
    await page.getByRole('button', { name: '取消锁屏密码' }).click()
    await page.getByText('没有设置').waitFor()
    assert.deepEqual(page.problems, [])
  },
}
