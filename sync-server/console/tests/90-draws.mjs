// After the tests that turn the month: a draw needs a day between its announcement and its public value.
import assert from 'node:assert/strict'
import { axeFindings, openPage, pickDay, shot, signIn } from './harness.mjs'
import { township } from './relay.mjs'

const DAY = 86_400_000
const TITLE = '青峰镇消防安全双随机抽查测试'
const VALUE = '03 08 15 21 27 33 + 09'

const dayOf = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)

export const tests = {
  async 'a draw is announced, drawn with the public value, and a premises of it is replaced'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/draws')
    await page.getByRole('button', { name: '发布公告' }).click()
    const announce = page.getByRole('dialog')
    await announce.getByText('密值封存在中继').waitFor()
    await announce.getByLabel('标题').fill(TITLE)
    await announce.getByLabel('抽查机关').fill('青峰镇应急消防管理站')
    await announce.getByLabel('公共随机值来源').fill('双色球第2026108期开奖号码')
    const known = dayOf(world.now + DAY)
    await pickDay(page, announce.getByLabel('公布日期'), known)
    // A premises that is left out needs its reason.
    await announce.getByRole('button', { name: '添加排除场所' }).click()
    await announce.getByRole('combobox', { name: '场所', exact: true }).click()
    await page.keyboard.type('兴隆旅社')
    await page.locator('.ant-select-item-option:visible').filter({ hasText: '兴隆旅社' }).first().click()
    await announce.getByRole('button', { name: '发布公告' }).click()
    await announce.getByText('必填').first().waitFor()
    await announce.getByRole('combobox', { name: '理由', exact: true }).click()
    await page.locator('.ant-select-item-option:visible').filter({ hasText: '正在立案查处' }).click()
    await announce.getByRole('button', { name: '发布公告' }).click()
    await announce.waitFor({ state: 'hidden' })
    await page.waitForURL(/\/draws\/[0-9a-f-]{36}$/)
    await page.getByText(`公共随机值 ${known} 公布后方可抽取`).waitFor()
    assert.ok(await page.getByRole('button', { name: '填公共随机值并抽取' }).isDisabled())
    const id = page.url().split('/').at(-1)
    const drawOf = async () => (await page.request.get(`${world.address}/api/v1/draws/${id}`)).json()
    const announced = await drawOf()
    assert.equal(announced.is_drawn, false)
    assert.ok(announced.excluded >= 1)
    const published = await page.request.get(world.address + announced.page)
    assert.match(await published.text(), new RegExp(TITLE))

    world.at(world.now + DAY)
    // A session does not last that long.
    await signIn(page, 'station_officer-1', `/draws/${id}`)
    await page.getByRole('button', { name: '填公共随机值并抽取' }).click()
    await page.getByRole('dialog').getByLabel('公共随机值', { exact: true }).fill(VALUE)
    await page.getByRole('dialog').getByRole('button', { name: /^抽\s*取$/ }).click()
    const result = page.getByRole('region', { name: '抽取结果' })
    await result.getByRole('row').nth(1).waitFor()
    const drawn = await drawOf()
    assert.equal(drawn.drawn.public_value, VALUE)
    await shot(page, 'draw-desk')
    assert.deepEqual(await axeFindings(page), [])

    // The next of the draw steps in, with the reason, once somebody else approves it.
    const line = drawn.drawn.lines[0]
    // Not who approves below: nobody approves that he himself is replaced.
    const approver = township.people.find((one) => one.account === 'station_officer-2').user
    const person = line.team.find((one) => one.inspector !== approver)
    await result.getByRole('row').filter({ hasText: line.name }).first().getByRole('button', { name: /更\s*换/ }).click()
    const replace = page.getByRole('dialog')
    await replace.getByRole('combobox', { name: '更换' }).click()
    await page.locator('.ant-select-item-option:visible').filter({ hasText: person.name }).first().click()
    await replace.getByLabel('理由').fill('本人休假')
    await replace.getByRole('button', { name: '申请更换' }).click()
    await replace.waitFor({ state: 'hidden' })
    const waiting = page.getByRole('region', { name: '待批准的更换' })
    await waiting.getByText('待他人批准').waitFor()
    const before = await drawOf()
    assert.deepEqual(before.drawn.lines, drawn.drawn.lines)
    await signIn(page, 'station_officer-2', `/draws/${id}`)
    await waiting.getByRole('button', { name: /批\s*准/ }).click()
    await page.locator('.ant-popconfirm').getByRole('button').last().click()
    await page.getByRole('region', { name: '更换记录' }).getByText('本人休假').waitFor()
    const longer = await drawOf()
    const now = longer.drawn.lines.find((one) => one.target === line.target)
    assert.ok(now.team.every((one) => one.inspector !== person.inspector))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'draws are shown to those only who may run them'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'village_admin-1', '/draws')
    await page.waitForURL(/console\/?$/)
    assert.equal(await page.getByRole('menuitem', { name: '双随机抽查' }).count(), 0)
    await page.context().close()
  },

  async 'a refusal of the relay stands in the dialog in words, and what was typed stays'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/draws')
    await page.getByRole('button', { name: '发布公告' }).click()
    const announce = page.getByRole('dialog')
    await announce.getByLabel('标题').fill('当日公布的随机值')
    await announce.getByLabel('抽查机关').fill('青峰镇应急消防管理站')
    await announce.getByLabel('公共随机值来源').fill('当日指数')
    await pickDay(page, announce.getByLabel('公布日期'), dayOf(world.now))
    await announce.getByRole('button', { name: '发布公告' }).click()
    await announce.getByRole('alert').getByText('公共随机值须在公告之后、抽取之前产生').waitFor()
    assert.equal(await announce.getByLabel('标题').inputValue(), '当日公布的随机值')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
