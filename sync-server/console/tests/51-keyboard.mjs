// A supervisor's path with no mouse: signing in, a review, a hazard. Whatever has the focus is seen to have it.
import assert from 'node:assert/strict'
import { openPage, settled } from './harness.mjs'
import { account } from './relay.mjs'

const PLACE = '键盘出租房'
/** As often as somebody presses Tab before they give up. */
const MOST = 120

/** What has the focus, as a screen reader names it, and whether the focus is drawn. */
const focused = () => {
  const here = document.activeElement
  if (here === document.body) return { name: '', tag: 'body', isDrawn: true }
  const style = window.getComputedStyle(here)
  const box = here.closest('.ant-input-affix-wrapper, .ant-select, .ant-checkbox-wrapper, .ant-menu-item') ?? here
  const around = window.getComputedStyle(box)
  const label = here.labels?.[0]?.innerText ?? ''
  return {
    name: (here.getAttribute('aria-label') ?? (label || here.innerText || here.closest('.ant-menu-item')?.innerText || '')).trim(),
    tag: here.tagName.toLowerCase(),
    isDrawn: [style, around].some((one) => (one.outlineStyle !== 'none' && one.outlineWidth !== '0px') || one.boxShadow !== 'none' || one.borderColor !== 'rgb(217, 217, 217)'),
  }
}

/** Presses Tab until something of this name, and of this kind, has the focus. */
async function tabTo(page, name, tag) {
  const seen = []
  for (let count = 0; count < MOST; count += 1) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(focused)
    seen.push(here.name)
    const isIt = name instanceof RegExp ? name.test(here.name) : here.name === name
    if (isIt && (tag === undefined || here.tag === tag)) {
      assert.ok(here.isDrawn, `nobody sees that ${here.name} has the focus`)
      return
    }
  }
  assert.fail(`${String(name)} is not reached: ${seen.join(' | ').slice(0, 600)}`)
}

/** Goes to a page by the menu: its items are reached by arrows. */
async function menuTo(page, name) {
  await tabTo(page, /今日|审核|隐患/)
  for (let count = 0; count < 30; count += 1) {
    const here = await page.evaluate(focused)
    if (here.name === name) break
    await page.keyboard.press('ArrowDown')
  }
  assert.equal((await page.evaluate(focused)).name, name)
  await page.keyboard.press('Enter')
}

export const tests = {
  async 'signing in, accepting a visit and acting on a hazard by keyboard alone'({ browser, world, first }) {
    await world.premises(first, {
      name: PLACE,
      category: 'rental_housing',
      village: '场镇社区',
      door_number: '81号',
      owner_phone: '13800000081',
      latitude_microdegrees: 29_162_700,
      longitude_microdegrees: 105_918_700,
    })
    await world.inspect(first, '81号')
    await world.phone(first, 'sync')
    const page = await openPage(browser, world)
    await page.goto(`${page.base}/`)
    await page.getByLabel('账号').waitFor()
    const { user, password } = account('station_officer-1')
    const there = await page.evaluate(focused)
    if (there.name !== '账号') await tabTo(page, '账号')
    await page.keyboard.type(user)
    await tabTo(page, '密码')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    // Nobody reads the body of the answer that there is no session yet: for the browser it stays under way.
    page.underWay.clear()

    await menuTo(page, '审核')
    await page.locator('.review-bar h1').waitFor()
    const item = page.locator('.queue-item').filter({ hasText: PLACE })
    await item.waitFor()
    for (let count = 0; count < 30; count += 1) {
      if (await page.getByRole('heading', { name: PLACE }).isVisible()) break
      await page.keyboard.press('j')
      await page.waitForTimeout(150)
    }
    await page.getByRole('heading', { name: PLACE }).waitFor()
    // To the one before and back again; of the first there is none before, and it is left the other way.
    const here = page.url()
    const press = async (key) => {
      await page.keyboard.press(key)
      await settled(page)
    }
    await press('k')
    for (const key of page.url() === here ? ['j', 'k'] : ['j']) await press(key)
    await page.getByRole('heading', { name: PLACE }).waitFor()
    await page.locator('.review-bar').getByRole('button', { name: /^通\s?过$/ }).waitFor()
    await page.keyboard.press('a')
    await item.waitFor({ state: 'detached' })
    const accepted = await (await page.request.get(`${world.address}/api/v1/inspections?status=accepted`)).json()
    assert.ok(accepted.items.some((one) => one.premises_name === PLACE))

    await menuTo(page, '隐患')
    await page.locator('tbody tr').filter({ hasText: PLACE }).first().waitFor()
    const { items } = await (await page.request.get(`${world.address}/api/v1/hazards?limit=200&q=${encodeURIComponent(PLACE)}`)).json()
    const { title } = items.find((one) => one.status === 'served') ?? items[0]
    // Hazards of other premises are called the same here: only those of this one are left in the list.
    await page.goto(`${page.base}/hazards?q=${encodeURIComponent(PLACE)}`)
    await page.locator('tbody tr').filter({ hasText: PLACE }).first().waitFor()
    await page.locator('tbody tr').filter({ hasText: '王家出租房' }).first().waitFor({ state: 'detached' })
    // Its box to choose it by has the same name.
    await tabTo(page, title, 'a')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '可以办理' }).waitFor()
    await tabTo(page, '责任落实')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await tabTo(page, /责任领导/)
    await page.keyboard.press('Control+A')
    await page.keyboard.type('吕平（键盘）')
    await tabTo(page, /^办\s?理$/)
    await page.keyboard.press('Enter')
    await page.getByText('责任落实：已办理').waitFor()
    await dialog.waitFor({ state: 'detached' })
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a dialog is left by its key, keeps the focus while it is open, and gives it back'({ browser, world }) {
    const page = await openPage(browser, world)
    await page.request.post(new URL('/api/v1/login', page.base).href, { headers: { 'wangge-csrf': '1' }, data: account('station_officer-1') })
    await page.goto(`${page.base}/admin/people`)
    await page.getByRole('button', { name: '新增人员' }).waitFor()
    await tabTo(page, '新增人员')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    for (let count = 0; count < 20; count += 1) {
      await page.keyboard.press('Tab')
const within = () => document.activeElement === document.body || document.activeElement.closest('.ant-modal-wrap') !== null
      assert.ok(await page.evaluate(within), 'something under the dialog has the focus')
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.waitForFunction(() => document.activeElement?.innerText.replace(/\s/g, '') === '新增人员')
    await page.context().close()
  },

  async 'a bulk act, a return and what a menu opened give the focus back, too'({ browser, world, first }) {
    await world.premises(first, {
      name: '焦点出租房',
      category: 'rental_housing',
      village: '场镇社区',
      door_number: '83号',
      owner_phone: '13800000083',
      latitude_microdegrees: 29_162_900,
      longitude_microdegrees: 105_918_900,
    })
    await world.inspect(first, '83号')
    await world.phone(first, 'sync')
    const page = await openPage(browser, world)
    await page.request.post(new URL('/api/v1/login', page.base).href, { headers: { 'wangge-csrf': '1' }, data: account('station_officer-1') })
    const dialog = page.getByRole('dialog')
    const opened = async (button) => {
      await button.focus()
      await page.keyboard.press('Enter')
    }
    const left = async (name) => {
      await dialog.waitFor()
      // While it appears, and a menu goes, the key is for neither.
      await page.waitForFunction(() => !document.querySelector('.ant-zoom-appear, .ant-dropdown:not(.ant-dropdown-hidden)'))
      await dialog.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      const has = (asked) => {
        const here = document.activeElement
        return (here?.getAttribute('aria-label') ?? here?.textContent ?? '').replace(/\s/g, '').startsWith(asked)
      }
      await page.waitForFunction(has, name)
    }

    await page.goto(`${page.base}/hazards`)
    await page.locator('tbody .ant-table-row .ant-checkbox-input').first().check()
    await opened(page.getByRole('button', { name: '批量催办' }))
    await left('批量催办')

    await page.goto(`${page.base}/review`)
    await opened(page.locator('.review-bar').getByRole('button', { name: /^退\s?回$/ }))
    await left('退回')

    await page.goto(`${page.base}/admin/people`)
    await opened(page.getByRole('button', { name: /^管理 / }).first())
    await page.getByRole('menuitem', { name: '授予角色' }).click()
    await left('管理')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
