// What is typed on a phone whose store answers late.
import assert from 'node:assert/strict'
import { bridge } from './world.mjs'
import { slow } from './slow.mjs'

const forget = (host) => Promise.all(['quick/', 'quick/~'].map((name) => bridge(host, 'form.drop', { name })))

/** Types into the quick report while saves, one after the other, and readings take so many milliseconds. */
async function typing(world, late, work) {
  await forget(world.host1)
  const saves = []
  const before = await slow(world.host1, ({ method, args }) => {
    if (!args?.name?.startsWith('quick/')) return 0
    if (method === 'form.get') return late.read ?? 0
    return method === 'form.keep' ? (late.saves[saves.push(args.text) - 1] ?? 0) : 0
  })
  const page = await world.page(before)
  try {
    await page.evaluate(() => (location.hash = '#/quick'))
    await page.getByRole('button', { name: '出口锁住' }).waitFor()
    await work(page, saves)
    assert.deepEqual(page.problems, [])
  } finally {
    await page.context().close()
    before.stop()
    await forget(world.host1)
  }
}

const tap = (page, word) => page.getByRole('button', { name: word }).click()
const text = (page) => page.locator('textarea').first().inputValue()
const shown = (page, word) => page.getByRole('button', { name: word, pressed: true }).waitFor({ timeout: 8_000 })
const saved = (page) => page.waitForFunction(() => !Object.keys(sessionStorage).some((key) => key.startsWith('wangge-under-way')))

export const tests = {
  async 'a word tapped just before a reload is there after it, though the save comes late'(world) {
    await typing(world, { saves: [1_500] }, async (page, saves) => {
      await tap(page, '出口锁住')
      await page.reload()
      await shown(page, '出口锁住')
      assert.equal(saves.length, 1)
    })
  },

  async 'of two saves under way the newer is there, though the older comes last'(world) {
    await typing(world, { saves: [1_800, 200] }, async (page, saves) => {
      await tap(page, '出口锁住')
      await tap(page, '私拉乱接电线')
      await page.reload()
      await shown(page, '私拉乱接电线')
      assert.equal(saves.length, 2)
      // It stays so after what comes next, and for a page that knows nothing of the one before.
      await tap(page, '飞线充电')
      await saved(page)
      const fresh = await world.page(world.host1)
      await fresh.evaluate(() => (location.hash = '#/quick'))
      await shown(fresh, '飞线充电')
      assert.equal(await text(fresh), '出口锁住，私拉乱接电线，飞线充电')
      await fresh.context().close()
    })
  },

  async 'nothing can be typed into a form before what was kept is read'(world) {
    const late = { saves: [] }
    await typing(world, late, async (page) => {
      await tap(page, '出口锁住')
      await saved(page)
      late.read = 1_500
      await page.reload()
      await page.getByText('正在读取').waitFor()
      assert.equal(await page.locator('textarea').count(), 0)
      await shown(page, '出口锁住')
    })
  },

  async 'the storage of the page holds no word of what is typed'(world) {
    await typing(world, { saves: [600] }, async (page) => {
      await tap(page, '出口锁住')
      const stored = await page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]))
      assert.match(stored, /wangge-under-way quick/)
      assert.doesNotMatch(stored, /[\u4e00-\u9fff]/)
    })
  },
}
