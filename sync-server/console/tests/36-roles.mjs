// What each role is there for, done once in the browser by somebody of that role and by nobody else.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { openPage, pickDay, settled, shot, signIn } from './harness.mjs'
import { september, township } from './relay.mjs'

const PLACE = '分工出租房'
const csrf = { 'wangge-csrf': '1' }

const reader = (page, world) => async (path) => (await page.request.get(`${world.address}/api/v1/${path}`)).json()

/** An act that is not the one looked at: what leads up to it. */
async function act(page, world, path, data) {
  const answer = await page.request.post(`${world.address}/api/v1/${path}`, { headers: csrf, data })
  const done = await answer.json()
  assert.equal(done.applied, true, JSON.stringify(done))
  return done
}

/** A hazard whose notice has not been issued. */
async function unnoticed(world, worker) {
  await world.premises(worker, {
    name: PLACE,
    category: 'rental_housing',
    village: '场镇社区',
    door_number: '66号',
    owner_phone: '13800000066',
    latitude_microdegrees: 29_161_500,
    longitude_microdegrees: 105_917_700,
  })
  const withoutNotice = (hazard) => ({ ...hazard, notice: undefined, serve: undefined })
  await world.inspect(worker, '66号', (script) => ({ ...script, hazards: script.hazards.map(withoutNotice) }))
  await world.phone(worker, 'sync')
}

/** Presses what is offered on a card and sends its form. */
async function step(page, name, fill = async () => undefined) {
  await page.locator('.actions').getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await fill(dialog)
  await dialog.getByRole('button', { name: '办理' }).click()
  await dialog.waitFor({ state: 'detached' })
}

export const tests = {
  async 'a village issues the notice of a hazard found there, and the worker’s phone has it'({ browser, world, first }) {
    await unnoticed(world, first)
    const page = await openPage(browser, world)
    await signIn(page, 'village_admin-1', '/hazards?status=found')
    await page.locator('tbody tr').filter({ hasText: PLACE }).getByRole('link').first().click()
    await step(page, '下发整改通知书', async (dialog) => {
      await dialog.getByLabel('责任单位').fill(PLACE)
      await dialog.getByLabel('责任领导').fill('李明（村委会主任）')
      await dialog.getByLabel('责任人', { exact: true }).fill('王建国')
    })
    await page.getByText('下发整改通知书：已办理').waitFor()
    const id = page.url().split('/').pop()
    const card = await reader(page, world)(`records/${id}`)
    assert.equal(card.status, 'notice_issued')
    await world.phone(first, 'sync')
    const shown = await world.phone(first, 'show', id)
    assert.match(JSON.stringify(shown), /notice_issued/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a department accepts what was handed over to it, and sees nothing else'({ browser, world }) {
    if (world.now < september(14, 9)) world.at(september(14, 9))
    const station = await openPage(browser, world)
    await signIn(station, 'station_officer-1', '/hazards')
    const get = reader(station, world)
    await station.waitForFunction(async (list) => (await (await fetch(list)).json()).items.length > 0, '/api/v1/hazards?status=overdue').catch(() => undefined)
    let [handed] = (await get('hazards?status=escalated')).items
    if (handed === undefined) {
      const [overdue] = (await get('hazards?status=overdue')).items
      await act(station, world, `records/${overdue.id}/events`, { escalated: { to: 'PSB', reason: '逾期未改' } })
      handed = overdue
    }
    await station.context().close()
    await world.seat('psb-1', '分局治安', 'dept_officer', '--department', handed.department || 'PSB')
    await world.seat('civil-1', '民政局办', 'dept_officer', '--department', 'CIVIL')
    const page = await openPage(browser, world)
    await signIn(page, 'psb-1', '/hazards')
    const seen = (await reader(page, world)('hazards')).items
    assert.ok(seen.length > 0 && seen.every((one) => one.department !== ''), 'what was handed over alone')
    await page.locator(`a[href$="${handed.id}"]`).first().click()
    await step(page, '接收', (dialog) => dialog.getByLabel('案号').fill('治消〔2026〕1号'))
    await page.getByText('接收：已办理').waitFor()
    await shot(page, 'role-department')
    assert.deepEqual(page.problems, [])
    await page.context().close()
    const other = await openPage(browser, world)
    await signIn(other, 'civil-1', '/hazards')
    assert.deepEqual((await reader(other, world)('hazards')).items, [])
    await other.goto(`${other.base}/hazards/${handed.id}`)
    await other.getByText('没有找到，或不在您的范围内').waitFor()
    // Nothing is on its way: what is not there does not look as if it came.
    assert.equal(await other.locator('.ant-skeleton').count(), 0)
    assert.equal(await other.getByText(handed.title).count(), 0)
    await other.context().close()
  },

  async 'the police take over what was handed to them, enter the result, and the worker’s phone has it'({ browser, world, first, second }) {
    if (world.now < september(14, 9)) world.at(september(14, 9))
    const station = await openPage(browser, world)
    await signIn(station, 'station_officer-1', '/hazards')
    const get = reader(station, world)
    const waiting = async () => (await get('hazards?status=escalated&limit=200')).items.find((one) => one.department === 'PSB')
    let handed = await waiting()
    if (handed === undefined) {
      const [overdue] = (await get('hazards?status=overdue')).items
      await act(station, world, `records/${overdue.id}/events`, { escalated: { to: 'PSB', reason: '逾期未改' } })
      handed = await waiting()
    }
    await station.context().close()
    const page = await openPage(browser, world)
    await signIn(page, 'police-1', '/hazards?status=escalated')
    await page.locator(`a[href$="${handed.id}"]`).first().click()
    await step(page, '接收', (dialog) => dialog.getByLabel('案号').fill('青公消〔2026〕7号'))
    await page.getByText('接收：已办理').waitFor()
    // Without a word of what was done nothing is sent.
    await page.locator('.actions').getByRole('button', { name: '执法结果', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '办理' }).click()
    await dialog.getByText('必填').first().waitFor()
    await dialog.getByLabel('说明').fill('已责令当场清理，楼梯间无车辆')
    await dialog.getByRole('button', { name: '办理' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('执法结果：已办理').waitFor()
    const card = await reader(page, world)(`records/${handed.id}`)
    assert.equal(card.status, 'rechecking')
    const [taken, result] = card.history.slice(-2)
    assert.deepEqual([taken.event, taken.role, result.event, result.role], ['escalation_accepted', 'police', 'enforcement_result', 'police'])
    // What came back is the station's to recheck, and nobody judges a visit or manages people at the police station.
    for (const path of ['/review', '/admin/people']) {
      await page.goto(page.base + path)
      await settled(page)
      assert.equal(await page.getByRole('button', { name: /^通\s?过$|^新增人员$/ }).count(), 0, path)
    }
    const shown = []
    for (const worker of [first, second]) {
      await world.phone(worker, 'sync')
      // A phone has the hazards of its own grids alone.
      shown.push(await world.phone(worker, 'show', handed.id).catch(() => undefined))
    }
    assert.match(JSON.stringify(shown), /"rechecking"/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'visits of two agencies at one premises stand on one timeline, each under its name'({ browser, world }) {
    // Somebody of the police station goes where the grid worker has been, and finds nothing.
    const { name } = township.people.find((one) => one.account === 'police-1')
    await world.enroll(name)
    await world.inspect(name, '66号', (script) => ({
      ...script,
      answers: script.answers.map((answer) => ({ ...answer, result: '合格', note: undefined, part: undefined })),
      hazards: [],
    }))
    await world.phone(name, 'sync')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises')
    const get = reader(page, world)
    const [place] = (await get(`premises?q=${encodeURIComponent(PLACE)}`)).items
    const { departments } = await get('reference')
    await page.goto(`${page.base}/premises/${place.id}`)
    const visits = page.getByRole('region', { name: '各部门走访' }).locator('.ant-timeline-item').filter({ hasText: '检查' })
    const [police, grid] = [departments.PSB.zh, '网格（综合检查）'].map((agency) =>
      visits.filter({ has: page.getByText(agency, { exact: true }) }),
    )
    await police.first().waitFor()
    await grid.first().waitFor()
    // What was made for one agency does not stand there for the other.
    assert.equal(await police.filter({ has: page.getByText('网格（综合检查）', { exact: true }) }).count(), 0)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'the brigade judges a major case that another of it proposed, and the government lists it'({ browser, world }) {
    await world.seat('fire-1', '大队经办', 'fire_officer')
    await world.seat('fire-2', '大队审批', 'fire_officer')
    await world.seat('government-1', '县府督办', 'county_government')
    const station = await openPage(browser, world)
    await signIn(station, 'station_officer-1', '/hazards')
    const get = reader(station, world)
    const { items } = await get('hazards?open=true&limit=200')
    const hazard = items.find((one) => one.premises_name === PLACE && one.status === 'notice_issued')
    await act(station, world, `records/${hazard.id}/events`, { suspected_major: { basis: ['安全出口数量不足'] } })
    const { record } = await act(station, world, 'cases/major_case', {
      about: hazard.id,
      content: { title: `${PLACE}重大火灾隐患` },
      first: {
        step: 'major_case.report',
        fields: { hazard: hazard.id, department: 'FIRE', basis: '安全出口数量不足', interim: '停用二层' },
      },
    })
    await station.context().close()
    for (const [who, name, fill] of [
      ['fire-1', '立案呈批', (dialog) => dialog.getByLabel('立案依据').fill('现场核实属实')],
      ['fire-2', '批准立案', undefined],
    ]) {
      const page = await openPage(browser, world)
      await signIn(page, who, `/cases/major_case/${record}`)
      await step(page, name, fill)
      await settled(page)
      // Whoever proposed it does not approve it.
      if (who === 'fire-1') assert.equal(await page.locator('.actions').getByRole('button', { name: '批准立案' }).count(), 0)
      assert.deepEqual(page.problems, [])
      await page.context().close()
    }
    const page = await openPage(browser, world)
    await signIn(page, 'government-1', `/cases/major_case/${record}`)
    await step(page, '挂牌督办', async (dialog) => {
      await dialog.getByLabel('督办领导').fill('分管副县长')
      await dialog.getByLabel('责任人').fill('王建国')
      await dialog.getByLabel('督办级别').click()
      await page.locator('.ant-select-item-option').first().click()
      await dialog.getByLabel('公布内容').fill('安全出口不足，限期整改。')
      await dialog.getByLabel('办理期限（天）').fill('60')
    })
    await settled(page)
    // The deadline that was stated runs, not the pack's own of half a year.
    const card = await reader(page, world)(`records/${record}`)
    const days = Math.round((card.due - world.now) / 86_400_000)
    assert.ok(days >= 60 && days <= 70, `${days} days`)
    await page.goto(`${page.base}/board`)
    await page.getByText('安全出口不足，限期整改。').waitFor()
    await shot(page, 'role-government-board')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a recheck of a major case asks for a second person and a photo, and keeps both over a refusal'({ browser, world }) {
    await world.seat('fire-1', '大队经办', 'fire_officer')
    await world.seat('fire-2', '大队审批', 'fire_officer')
    const page = await openPage(browser, world)
    await signIn(page, 'fire-1', '/cases/major_case')
    const { items } = await reader(page, world)('cases/major_case?limit=200')
    const listed = items.find((one) => one.status === 'listed')
    assert.ok(listed, 'a case that is listed')
    await page.goto(`${page.base}/cases/major_case/${listed.id}`)
    await page.locator('.actions').getByRole('button', { name: '复查合格', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '办理' }).click()
    for (const words of ['除您以外至少选 1 人', '至少选 1 张']) {
      await dialog.locator('.ant-form-item-explain').getByText(words).waitFor()
    }
    await dialog.getByLabel('复查情况', { exact: true }).fill('已整改')
    const pick = async (name, option) => {
      await dialog.getByLabel(name, { exact: true }).click()
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click()
      await dialog.locator('.ant-modal-title').click()
    }
    // A colleague, not oneself and nobody who may not recheck.
    await dialog.getByLabel('同行人员', { exact: true }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '大队审批' }).first().waitFor()
    for (const name of ['大队经办', '邓子涵']) {
      assert.equal(await page.locator('.ant-select-item-option').filter({ hasText: name }).count(), 0, name)
    }
    await dialog.locator('.ant-modal-title').click()
    await pick('同行人员', '大队审批')
    // Photos of the hazard that the case names; one of how it was found shows nothing of the recheck.
    await pick('照片', '检查时')
    await dialog.getByRole('button', { name: '办理' }).click()
    await dialog.getByRole('alert').filter({ hasText: '没有生效' }).waitFor()
    await dialog.getByText('大队审批').first().waitFor()
    const { status } = await reader(page, world)(`records/${listed.id}`)
    assert.equal(status, 'listed')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'an auditor reads everything, changes nothing, and takes the log of the month away'({ browser, world }) {
    await world.seat('auditor-1', '县审计', 'auditor')
    const page = await openPage(browser, world)
    await signIn(page, 'auditor-1', '/hazards')
    await page.locator('tbody tr').getByRole('link').first().click()
    await page.getByRole('heading', { name: '可以办理' }).waitFor()
    assert.equal(await page.locator('.actions button').count(), 0)
    await page.getByRole('navigation').getByText('管理', { exact: true }).click()
    await page.getByRole('link', { name: '审计日志' }).or(page.getByRole('tab', { name: '审计日志' })).first().click()
    await page.locator('button:enabled').filter({ hasText: '导出该月日志' }).waitFor()
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
    await pickDay(page, page.getByRole('textbox', { name: '月份' }), month)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出该月日志' }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8').trim().split('\n')
    assert.ok(lines.length > 10 && lines.every((line) => JSON.parse(line) !== null))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a grid worker and an owner who sign in at a desk see their own and no more'({ browser, world, first }) {
    const grids = township.grids.filter((one) => one.level === 'small')
    await world.seat('worker-1', '许文静', 'grid_worker', '--grid', grids[0].code)
    const worker = await openPage(browser, world)
    await signIn(worker, 'worker-1', '/premises')
    const own = (await reader(worker, world)('premises?limit=200')).items
    assert.ok(own.every((one) => one.grid === grids[0].grid), 'a premises of another grid')
    const [place] = own
    assert.ok(place, `nothing in the grid of ${first}`)
    await worker.goto(`${worker.base}/admin/people`)
    await settled(worker)
    assert.equal(await worker.getByRole('button', { name: '新增人员' }).count(), 0)
    await worker.context().close()
    await world.seat('owner-1', '王业主', 'enterprise_safety_officer', '--premises', place.id)
    const owner = await openPage(browser, world)
    await signIn(owner, 'owner-1', '/premises')
    await owner.getByRole('link', { name: place.title }).first().waitFor()
    assert.deepEqual((await reader(owner, world)('premises?limit=200')).items.map((one) => one.id), [place.id])
    assert.deepEqual(owner.problems, [])
    await owner.context().close()
  },
}
