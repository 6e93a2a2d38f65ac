import assert from 'node:assert/strict'
import { bridge, shot, syncNow } from './world.mjs'

/** Draws a line with the finger. */
async function sign(page) {
  const box = await page.getByLabel('签名板').boundingBox()
  await page.mouse.move(box.x + 40, box.y + 60)
  await page.mouse.down()
  for (let step = 1; step <= 12; step += 1) await page.mouse.move(box.x + 40 + step * 18, box.y + 60 + (step % 3) * 25)
  await page.mouse.up()
  await page.getByRole('button', { name: '签好了' }).click()
}

/** Why the core refused. */
async function refused(host, method, args) {
  const problem = await bridge(host, method, args).then(() => undefined, (error) => error)
  assert.ok(problem, `${method} was not refused`)
  return JSON.parse(problem.message.slice(problem.message.indexOf('{')))
}

export const tests = {
  async 'a letter is signed and taken without a network, and numbered by the relay'(world) {
    const page = world.page1
    await world.stopRelay()
    await page.evaluate(() => (location.hash = '#/me'))
    await page.getByRole('link', { name: /^事项/ }).click()
    await page.getByRole('link', { name: '登记新事项' }).click()
    // What a worker may not begin is not offered.
    await page.getByRole('button', { name: '承诺书、责任书' }).click()
    assert.equal(await page.getByRole('button', { name: '停用处置' }).count(), 0)
    await page.getByRole('button', { name: '选场所' }).click()
    await page.getByLabel('名称、地址、电话、拼音首字母').fill('兴隆街')
    await page.getByRole('dialog').locator('.row').first().click()
    await page.getByText('兴隆街').first().waitFor()
    await page.reload()
    await page.getByText('兴隆街').first().waitFor()
    assert.equal(await page.getByRole('button', { name: '承诺书、责任书' }).getAttribute('aria-pressed'), 'true')
    await shot(page, 'case-open')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('link', { name: /告诫承诺/ }).waitFor()
    await shot(page, 'case-draft')
    await page.getByRole('link', { name: /告诫承诺/ }).click()
    await page.getByLabel('告诫事项').fill('楼道停放电动自行车🛵')
    await page.getByLabel('承诺事项').fill('不再在楼道停放、充电')
    // A worker makes out papers for the station, and for no other body.
    await choose(page, '出具单位', '应急消防管理站')
    await page.reload()
    await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((it) => it.value.includes('🛵')))
    assert.ok(await page.getByRole('button', { name: '办理：告诫承诺' }).isDisabled(), 'nobody has signed')
    await page.getByLabel('签名人姓名').fill('王建国')
    await shot(page, 'case-step')
    await page.getByRole('button', { name: '签名', exact: true }).click()
    await sign(page)
    await page.getByText('已签名').first().waitFor()
    // Other words are not what was signed.
    await page.getByLabel('承诺事项').fill('尽量不在楼道充电')
    await page.getByText('内容改过，要重新签名').waitFor()
    assert.ok(await page.getByRole('button', { name: '办理：告诫承诺' }).isDisabled())
    await page.getByLabel('承诺事项').fill('不再在楼道停放、充电')
    await page.getByText('已签名').first().waitFor()
    await page.getByRole('button', { name: '办理：告诫承诺' }).click()
    await page.getByText('已签订').first().waitFor()
    await page.getByText(/暂-/).first().waitFor()
    await page.getByText('楼道停放电动自行车🛵').first().waitFor()
    await shot(page, 'case-signed')
    world.letter = new URL(page.url()).hash.split('/')[2]
    await world.serve()
    await syncNow(world.host1)
    const view = await bridge(world.host1, 'case.read', { case: world.letter })
    assert.match(view.record.state.notice_number, /消诺字/)
    assert.equal(view.log.length, 1)
    assert.equal(view.log[0].pending, false)
    await page.evaluate(() => (location.hash = '#/cases'))
    await page.getByText('楼道停放电动自行车🛵').first().waitFor()
    await shot(page, 'cases')
    assert.deepEqual(page.problems, [])
  },

  async 'what the rules refuse is refused over the bridge, and nothing is lost'(world) {
    const host = world.host1
    const case_ = world.letter
    const step = (args) => refused(host, 'case.step', { case: case_, ...args })
    const unknown = await step({ step: 'letter.breach', fields: { reason: '又停了车', colour: '红' } })
    assert.deepEqual([unknown.code, unknown.reason.code, unknown.kept], ['not_allowed', 'unknown_field', 'everything'])
    const told = await step({ step: 'letter.breach', fields: { reason: '又停了车', reporter: '李某' } })
    assert.equal(told.reason.code, 'kept_apart')
    const written = await refused(host, 'case.edit', { case: case_, fields: { reporter: '李某' } })
    assert.equal(written.reason.code, 'kept_apart')
    const premises = (await bridge(host, 'premises.list', { limit: 1 }))[0].record
    const order = await bridge(host, 'case.open', { kind: 'stop_use', premises, fields: {} })
    const fields = { part: '二层阁楼', reason: '违规住人', basis: '安全条件不符合规定', issuer: 'station' }
    const mine = await refused(host, 'case.step', { case: order.case, step: 'stop_use.order', fields })
    assert.equal(mine.reason.code, 'no_permission')
    assert.equal((await refused(host, 'case.list', { kind: 'premises', limit: 1 })).code, 'invalid_input')
    // The screen says so too, and the words stay.
    const page = world.page1
    await page.evaluate((id) => (location.hash = `#/case/${id}`), order.case)
    await page.getByText('现在没有您要办的步骤').waitFor()
    await page.getByRole('button', { name: '撤回这件事项' }).click()
    await page.getByLabel('为什么撤回').fill('应由消防工作站决定')
    await shot(page, 'case-withdraw')
    await page.getByRole('button', { name: '撤回', exact: true }).click()
    await page.getByText('撤回').first().waitFor()
    assert.deepEqual(page.problems, [])
  },

  async 'the promise is checked: a second step of the same case'(world) {
    const page = world.page1
    await page.evaluate((id) => (location.hash = `#/case/${id}`), world.letter)
    // Kept it is once the days of the promise are over; broken it can be at once.
    await page.getByRole('link', { name: '违反承诺' }).waitFor()
    assert.equal(await page.getByRole('link', { name: '履行核查合格' }).count(), 0)
    await page.getByRole('link', { name: '违反承诺' }).click()
    await page.getByLabel('理由').fill('楼道又停了车🚲')
    await page.getByRole('button', { name: '办理：违反承诺' }).click()
    await page.getByText('楼道又停了车🚲').first().waitFor()
    await shot(page, 'case-broken')
    await syncNow(world.host1)
    const view = await bridge(world.host1, 'case.read', { case: world.letter })
    assert.deepEqual([view.log.length, view.record.pending, view.steps.length], [2, false, 0])
    assert.deepEqual(page.problems, [])
  },
}

/** The first choice of a field, however it is shown. */
async function choose(page, label, choice) {
  const group = page.getByRole('group', { name: label })
  if ((await group.count()) > 0) return group.getByRole('button', { name: choice }).click()
  return page.getByLabel(label).selectOption({ label: choice })
}
