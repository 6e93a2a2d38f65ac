import assert from 'node:assert/strict'
import { openPage, signIn, signInByForm } from './harness.mjs'
import { account } from './relay.mjs'

export const tests = {
  async 'the page comes with a strict policy and immutable assets'({ browser, world }) {
    const page = await openPage(browser, world)
    const answer = await page.goto(`${page.base}/`)
    const policy = answer.headers()['content-security-policy']
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self';/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.equal(answer.headers()['x-frame-options'], 'DENY')
    // As the relay serves it, whatever folder the page itself came from.
    const html = await (await page.request.get(`${page.base}/`)).text()
    const [, source] = /<script[^>]* src="([^"]+)"/.exec(html)
    const script = await page.request.get(world.address + source, { headers: { 'accept-encoding': 'br' } })
    assert.match(script.headers()['cache-control'], /immutable/)
    assert.ok(script.headers()['etag'])
    const missing = await page.request.get(`${page.base}/assets/none.js`)
    assert.equal(missing.status(), 404)
    const deep = await page.request.get(`${page.base}/hazards/x`)
    assert.match(deep.headers()['content-type'], /html/)
    const home = await page.request.get(`${world.address}/`)
    assert.ok(home.url().endsWith('/console/'))
    await page.context().close()
  },

  async 'a wrong password is told; the right one opens what the role may see'({ browser, world }) {
    const page = await openPage(browser, world)
    await page.goto(`${page.base}/`)
    await page.getByLabel('账号').fill('station_officer-1')
    await page.getByLabel('密码', { exact: true }).fill('wrong')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByText('用户名或密码不正确').waitFor()
    await signInByForm(page, 'station_officer-1')
    const menu = page.getByRole('navigation')
    await menu.getByText('审核').waitFor()
    await menu.getByText('管理').waitFor()
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    await page.context().close()
    const police = await openPage(browser, world)
    await signInByForm(police, 'police-1')
    await police.getByRole('navigation').getByText('隐患').waitFor()
    assert.equal(await police.getByRole('navigation').getByText('审核').count(), 0)
    assert.equal(await police.getByRole('navigation').getByText('管理').count(), 0)
    await police.context().close()
  },

  async 'guesses lock the account for a while, the page says so, and then the right password opens it'({ browser, world }) {
    const page = await openPage(browser, world)
    const { user, password } = account('village_admin-6')
    await page.goto(`${page.base}/`)
    await page.getByLabel('账号').fill(user)
    const attempt = async (words) => {
      await page.getByLabel('密码', { exact: true }).fill(words)
      const [answer] = await Promise.all([
        page.waitForResponse(/\/api\/v1\/login$/),
        page.getByRole('button', { name: '登录' }).click(),
      ])
      // A refusal empties the field, and only then the next may be typed.
      const emptied = () => document.querySelector('input[autocomplete="current-password"]')?.value === ''
      if (!answer.ok()) await page.waitForFunction(emptied)
      return answer.status()
    }
    for (let guess = 0; guess < 5; guess += 1) assert.equal(await attempt(`猜${String(guess)}`), 401)
    await page.getByText('用户名或密码不正确').waitFor()
    assert.equal(await attempt(password), 429, 'not even the right one is looked at')
    await page.getByText('尝试次数过多，账号已暂时锁定').waitFor()
    assert.equal(await page.getByLabel('账号').inputValue(), user)
    world.at(world.now + 5_000)
    assert.equal(await attempt(password), 200)
    await page.getByRole('heading', { name: '今日待办' }).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'the language changes and is remembered'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Today' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Today' }).waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
    await page.context().close()
  },

  async 'the public board leads on to the check of papers, without a session'({ browser, world }) {
    const page = await openPage(browser, world)
    await page.goto(`${page.base}/board`)
    await page.getByRole('link', { name: '文书核验' }).click()
    await page.waitForURL(/\/v$/)
    await page.getByRole('button', { name: '核验 / Check', exact: true }).waitFor()
    await page.context().close()
  },

  async 'the page of the day counts the certificates that end soon'({ browser, world }) {
    const page = await openPage(browser, world)
    const soon = new Date(world.now + 20 * 86_400_000).toISOString().slice(0, 10)
    await signIn(page, 'station_officer-1')
    const api = `${world.address}/api/v1`
    const change = async (changes) => {
      const answer = await page.request.post(`${api}/organization/changes`, { headers: { 'wangge-csrf': '1' }, data: { dry_run: false, changes } })
      assert.equal((await answer.json()).applied, true, await answer.text())
    }
    const { items: people } = await (await page.request.get(`${api}/people?limit=200`)).json()
    // One that ends soon while another of its kind goes on is not counted.
    const lacks = (one) => one.credentials.some((it) => it.valid) && !one.credentials.some((it) => it.kind === 'enforcement')
    const two = people.filter(lacks).slice(0, 2)
    const number = (at) => `短期培字第${String(at)}号`
    await change(
      two.map((one, at) => ({
        credential: { user: one.id, kind: 'enforcement', number: number(at), issuer: '县消防救援大队', valid_from: '2026-01-01', valid_until: soon },
      })),
    )
    await page.reload()
    const tile = page.getByRole('link', { name: /即将到期的证书/ })
    await tile.getByText('2', { exact: true }).waitFor()
    await tile.click()
    await page.waitForURL(/admin\/credentials/)
    // The list has pages: those that end soon are marked where they stand.
    await page.getByRole('row').filter({ hasText: '短期培字第' }).filter({ hasText: '即将到期' }).first().waitFor()
    await change(two.map((one, at) => ({ credential_end: { user: one.id, number: number(at), reason: '测试结束' } })))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
