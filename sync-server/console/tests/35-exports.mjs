import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { openPage, signIn } from './harness.mjs'
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
}
