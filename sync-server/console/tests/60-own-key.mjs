/* global indexedDB, crypto, Request */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, signIn, signInByForm } from './harness.mjs'

/** What the page's own database says of the key, and whether it can be taken out. */
const kept = () =>
  new Promise((resolve) => {
    const opening = indexedDB.open('wangge-keys', 1)
    opening.onsuccess = () => {
      const all = opening.result.transaction('keys').objectStore('keys').getAll()
      all.onsuccess = async () => {
        const key = all.result[0]
        const out = await crypto.subtle.exportKey('pkcs8', key.privateKey).then(
          () => 'exported',
          (problem) => problem.name,
        )
        resolve({ extractable: key.privateKey.extractable, out, places: key.places })
      }
    }
  })

/** Keeps what is sent as an act: the browser's own report of a request leaves bodies out at times. */
const keepSent = () => {
  const send = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (request.url.endsWith('/envelopes')) globalThis.sentAct = await request.clone().text()
    return send(request)
  }
}

const HAZARDS = `/hazards?status=served&q=${encodeURIComponent('文峰')}`

/** Puts a pack made of the one in force into force, signed as packs are; gives what was in force before. */
async function putPack(page, world, make) {
  const api = `${world.address}/api/v1/policy-packs`
  const { revision } = (await (await page.request.get(api)).json()).find((one) => one.in_force)
  const now = await (await page.request.get(`${api}/${String(revision)}`)).json()
  const [plain, signed] = ['own-key.json', 'own-key-signed.json'].map((name) => join(world.folder, name))
  writeFileSync(plain, JSON.stringify({ ...make(now), revision: revision + 1 }))
  await world.admin('policy', 'sign', plain, '--out', signed)
  const { pack, signature } = JSON.parse(readFileSync(signed, 'utf8'))
  const answer = await page.request.post(api, { headers: { 'wangge-csrf': '1' }, data: { pack, signature, dry_run: false } })
  assert.equal(answer.status(), 200, await answer.text())
  return now
}

export const tests = {
  async 'an act under the own key of the browser is the officer’s own, on the phone too'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await page.addInitScript(keepSent)
    await signInByForm(page, 'station_officer-1', '/premises', { ownKey: true })
    await page.getByRole('link', { name: '兴隆旅社' }).first().click()
    await page.locator('.actions button').filter({ hasText: /风险等级/ }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('.ant-select').first().click()
    await page.locator('.ant-select-item-option').nth(2).click()
    await dialog.getByLabel('原因').fill('夜间住人')
    const [answer] = await Promise.all([
      page.waitForResponse(/\/envelopes$/),
      dialog.getByRole('button', { name: '办理' }).click(),
    ])
    assert.equal((await answer.json()).applied, true)
    const sent = JSON.parse(await page.evaluate(() => globalThis.sentAct))
    assert.match(sent.header, /^8e01/, 'an array of fourteen, version 1')
    await page.getByText('本人签署').first().waitFor()
    const id = page.url().split('/').pop()
    const card = await (await page.request.get(`${world.address}/api/v1/records/${id}`)).json()
    const last = card.history.at(-1)
    assert.deepEqual([last.event, last.attested_by_relay], ['grade_overridden', false])
    const key = await page.evaluate(kept)
    assert.deepEqual([key.extractable, key.out], [false, 'InvalidAccessError'])
    assert.deepEqual(Object.values(key.places), [1])
    await world.phone(first, 'sync')
    const there = (await world.phone(first, 'history', id)).at(-1)
    assert.deepEqual([there.event, there.effect, there.attested_by_relay], ['grade_overridden', 'applied', false])
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a relay that swaps the act gets no signature'({ browser, world }) {
    const page = await openPage(browser, world)
    await signInByForm(page, 'station_officer-1', '/premises', { ownKey: true })
    await page.getByRole('link', { name: '老街五金店' }).first().click()
    await page.locator('.actions button').filter({ hasText: /等级/ }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('.ant-select').first().click()
    await page.locator('.ant-select-item-option').nth(1).click()
    await dialog.getByLabel('原因').fill('存放油漆')
    await page.context().route('**/signing', async (route) => {
      const answer = await route.fetch()
      const body = await answer.json()
      // {"urged": {"days": 3}} instead.
      await route.fulfill({ response: answer, json: { ...body, event: 'a1657572676564a1646461797303' } })
    })
    let sent = 0
    page.on('request', (request) => (sent += Number(request.url().endsWith('/envelopes'))))
    await dialog.getByRole('button', { name: '办理' }).click()
    await dialog.getByText('与所办事项不符').waitFor()
    assert.equal(sent, 0)
    assert.equal(await dialog.getByLabel('原因').inputValue(), '存放油漆')
    await page.context().close()
  },

  async 'a step of a case is the officer’s own'({ browser, world }) {
    const page = await openPage(browser, world)
    await signInByForm(page, 'station_officer-1', '/cases', { ownKey: true })
    const grids = await (await page.request.get(`${world.address}/api/v1/grids`)).json()
    const { items } = await (await page.request.get(`${world.address}/api/v1/hazards?open=true&limit=1`)).json()
    const opened = await page.request.post(`${world.address}/api/v1/cases/meeting`, {
      headers: { 'wangge-csrf': '1' },
      data: {
        grid: grids.filter((it) => it.level === 'small').at(-1).id,
        content: {},
        first: {
          step: 'meeting.convene',
          fields: { quarter: '2026-Q3', date: '2026-09-20', agenda: items[0].id, departments: 'PSB' },
        },
      },
    })
    const { record } = await opened.json()
    assert.ok(record, await opened.text())
    await page.goto(`${page.base}/cases/meeting/${record}`)
    await page.getByRole('button', { name: '会议记录' }).click()
    const dialog = page.getByRole('dialog')
    for (const field of await dialog.getByRole('textbox').all()) await field.fill('已联合清理')
    const [answer] = await Promise.all([
      page.waitForResponse(/\/envelopes$/),
      dialog.getByRole('button', { name: '办理' }).click(),
    ])
    assert.equal((await answer.json()).applied, true)
    await page.getByText('已联合清理').first().waitFor()
    const card = await (await page.request.get(`${world.address}/api/v1/records/${record}`)).json()
    const last = card.history.at(-1)
    assert.deepEqual([last.event, last.attested_by_relay], ['meeting.hold', false])
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'with the key, several at once are offered what only the key may do'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await signIn(page, 'relay_admin-1', '/admin/policy')
    const before = await putPack(page, world, (pack) => {
      const rows = pack.permissions.rows.flatMap((row) => {
        const actions = row.actions.filter((one) => one !== 'responsibility_set')
        const asks = row.role === 'station_officer' && actions.length < row.actions.length
        return asks ? [{ ...row, actions }, { ...row, own_key: true, actions: ['responsibility_set'] }] : [row]
      })
      return { ...pack, name: '责任落实须本人签署', permissions: { ...pack.permissions, rows } }
    })
    await page.context().clearCookies()
    const plan = async () => {
      const row = page.locator('tbody tr.ant-table-row').first()
      await row.getByRole('checkbox').check()
      await page.getByRole('button', { name: '批量落实责任' }).click()
      return page.getByRole('dialog')
    }
    await world.inspect(first, '文峰幼教中心')
    await world.phone(first, 'sync')
    await signIn(page, 'station_officer-2', HAZARDS)
    await (await plan()).getByText('不能办理', { exact: true }).waitFor()
    await page.context().clearCookies()
    await signInByForm(page, 'station_officer-1', HAZARDS, { ownKey: true })
    const dialog = await plan()
    await dialog.getByLabel('责任单位').fill('文峰幼教中心')
    await dialog.getByLabel('责任领导').fill('吕平')
    await dialog.getByRole('textbox', { name: '责任人' }).fill('文老师')
    const [answer] = await Promise.all([
      page.waitForResponse(/\/envelopes$/),
      dialog.getByRole('button', { name: '确认办理 1 条' }).click(),
    ])
    assert.equal((await answer.json()).applied, true)
    await dialog.getByText('完成 1 条，未办成 0 条').waitFor()
    await page.context().clearCookies()
    await signIn(page, 'relay_admin-1', '/admin/policy')
    await putPack(page, world, () => before)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
