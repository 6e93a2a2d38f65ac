import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { openPage, signIn, signInByForm } from './harness.mjs'
import { account } from './relay.mjs'
import { unzipped } from './workbook.mjs'

const FORMULA = '=HYPERLINK("http://evil.example","点我")'

export const tests = {
  async 'a formula that a worker wrote is text in every export'({ browser, world, second }) {
    await world.premises(second, {
      name: FORMULA,
      category: 'rental_housing',
      village: '胡豆坪村',
      door_number: '99号',
      owner_phone: '13800000099',
      latitude_microdegrees: 29_166_000,
      longitude_microdegrees: 105_951_000,
    })
    await world.inspect(second, '99号', (script) => ({
      ...script,
      answers: script.answers.map((answer) => (answer.note === undefined ? answer : { ...answer, note: `+1+cmd|' /C calc'!A0` })),
    }))
    await world.phone(second, 'sync')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/hazards')
    const get = async (path) => (await page.request.get(`${world.address}/api/v1/${path}`)).body()
    for (const path of ['ledger.csv', 'premises.csv']) {
      const text = (await get(path)).toString('utf8')
      assert.match(text, /evil\.example/, path)
      assert.doesNotMatch(text, /(^|[,\n])"?[=+@]/, path)
    }
    const files = unzipped(await get('ledger.xlsx'))
    const sheets = Object.entries(files).filter(([name]) => name.startsWith('xl/worksheets/'))
    assert.ok(sheets.length > 0)
    const all = Object.values(files).join('\n')
    assert.match(all, /evil\.example/)
    for (const [name, xml] of sheets) assert.doesNotMatch(xml, /<f>|<hyperlink/, name)
    await page.context().close()
  },

  async 'the export of a list holds what the list shows'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises?category=rental_housing&q=王家')
    await page.getByText('王家出租房').first().waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /导出/ }).click(),
    ])
    const text = readFileSync(await download.path(), 'utf8')
    assert.match(text, /王家出租房/)
    assert.doesNotMatch(text, /兴隆旅社|红梅小吃店/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'every role signs in, sees its own pages, and nothing breaks'({ browser, world }) {
    const look = async (name) => {
      const page = await openPage(browser, world)
      await signIn(page, name)
      const links = await page.getByRole('navigation').getByRole('menuitem').allInnerTexts()
      assert.ok(links.length > 1, `${name}: ${links}`)
      for (const link of links) {
        if (link === '公示') continue
        await page.getByRole('navigation').getByText(link, { exact: true }).click()
        await page.waitForFunction(() => document.querySelector('.ant-skeleton-active, .ant-spin-spinning') === null)
        assert.equal(await page.getByText('服务器内部错误').count(), 0, `${name} ${link}`)
      }
      assert.deepEqual(page.problems, [], name)
      await page.context().close()
    }
    // None of them changes anything, so that they may look side by side.
    await Promise.all(['village_admin-1', 'police-1', 'station_officer-1', 'relay_admin-1'].map(look))
  },

  async 'a file asked for after the session ended comes after signing in again, and the page stays'({ browser, world }) {
    const page = await openPage(browser, world)
    await signInByForm(page, 'station_officer-1', '/hazards')
    const link = page.getByRole('link', { name: '导出 Excel' })
    await link.waitFor()
    await page.context().clearCookies()
    await link.click()
    const again = page.getByRole('dialog').filter({ hasText: '登录已过期' })
    await again.getByLabel('密码', { exact: true }).fill(account('station_officer-1').password)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      again.getByRole('button', { name: '登录' }).click(),
    ])
    assert.match(download.suggestedFilename(), /^隐患台账-\d{4}-\d{2}-\d{2}\.xlsx$/)
    assert.equal(readFileSync(await download.path()).subarray(0, 2).toString(), 'PK')
    await page.getByRole('heading', { name: '隐患台账' }).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a paper that cannot be made is told on the page'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises?q=王家')
    await page.getByRole('link', { name: '王家出租房' }).first().click()
    await page.route('**/api/v1/papers/dossier/**', (route) =>
      route.fulfill({ status: 409, json: { code: 'paper_missing', message: '要件不全，暂不能生成', message_en: 'missing' } }),
    )
    await page.getByRole('link', { name: '一户一档' }).click()
    await page.getByText('要件不全，暂不能生成').waitFor()
    assert.equal(page.context().pages().length, 1)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
