import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

const csrf = { 'Wangge-CSRF': '1' }

/** Somebody else than its finder confirms a hazard: its reward is proposed, if a grid worker found it and
 * its photos are no other's. */
async function confirmed(page, world) {
  const api = `${world.address}/api/v1`
  const get = async (path) => (await page.request.get(`${api}/${path}`)).json()
  const { items } = await get('hazards?status=fixed_pending_check&limit=50')
  for (const hazard of items) {
    const answer = await page.request.post(`${api}/records/${hazard.id}/events`, {
      headers: csrf,
      data: { fix_verified: { issuer: null, note: '现场核实' } },
    })
    assert.equal((await answer.json()).applied, true)
    const rewards = await get('rewards')
    if (rewards.some((one) => one.hazard === hazard.id && one.state === 'proposed')) return hazard
  }
  throw new Error('no hazard that a grid worker found awaits its confirmation')
}

/** Its line of the ledger: hazards of other premises may be called the same. */
const lineOf = (page, hazard) => page.locator(`tr[data-row-key="${hazard.id}"]`)

async function act(page, hazard, name, note) {
  const row = lineOf(page, hazard)
  await row.getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog')
  // Where photos look alike, the field is called otherwise.
  if (note !== undefined) await dialog.getByRole('textbox').fill(note)
  return dialog
}

export const tests = {
  async 'a reward is approved and paid once; the second claim is refused in words'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/rewards/workers')
    const hazard = await confirmed(page, world)
    await page.reload()
    const row = lineOf(page, hazard)
    await row.getByText('待批准').waitFor()
    const approval = await act(page, hazard, '批准', '核实无误')
    await approval.getByRole('button', { name: '批准' }).click()
    await row.getByText('待领取').waitFor()
    const other = await openPage(browser, world)
    await signIn(other, 'station_officer-1', '/rewards/workers')
    const late = await act(other, hazard, '兑现')
    const first = await act(page, hazard, '兑现')
    await first.getByRole('button', { name: '兑现' }).click()
    await row.getByText('已领取').waitFor()
    await late.getByRole('button', { name: '兑现' }).click()
    await late.getByText('该奖励已经领取').waitFor()
    const csv = await (await page.request.get(`${world.address}/api/v1/rewards.csv`)).text()
    assert.match(csv, /已领取/)
    for (const one of [page, other]) {
      assert.deepEqual(one.problems, [])
      await one.context().close()
    }
  },

  async 'a report about what was known earns nothing, and says why; a wrong code stays in its field'({ browser, world }) {
    await world.publicReport({ category: 'charging', place: '兴隆旅社', text: '楼梯间停电动车' })
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/rewards/public')
    const api = `${world.address}/api/v1`
    const post = async (path, data) => (await page.request.post(`${api}/${path}`, { headers: csrf, data })).json()
    const get = async (path) => (await page.request.get(`${api}/${path}`)).json()
    let waiting = []
    for (let tries = 0; tries < 60 && waiting.length === 0; tries += 1) {
      waiting = (await get('public-reports')).flat().filter((one) => one.text === '楼梯间停电动车')
      await new Promise((done) => setTimeout(done, 500))
    }
    const hazard = (await get('hazards?limit=1')).items[0]
    const taken = await post(`public-reports/${waiting[0].report}/settle`, {
      take: { severity: 'serious', premises: hazard.premises },
    })
    const step = (name, fields) =>
      post(`records/${taken.record}/steps`, { step: name, fields, with: [], photos: [], due: null })
    assert.equal((await step('report.match', { hazard: hazard.id })).applied, true)
    await step('report.reply_verified', { reply: '已查实', channel: 'platform' })
    await page.reload()
    const row = page.getByRole('row').filter({ hasText: '该隐患此前已被发现' })
    await row.getByText('不予奖励').waitFor()
    assert.equal(await row.getByRole('button', { name: '批准', exact: true }).count(), 0)
    await page.getByLabel('领奖码').fill('ABCD-1234')
    await page.getByRole('button', { name: '核对并兑现' }).click()
    await page.getByText('没有这一领奖码对应的已批准奖励').waitFor()
    assert.equal(await page.getByLabel('领奖码').inputValue(), 'ABCD-1234')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
