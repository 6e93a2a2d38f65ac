import assert from 'node:assert/strict'
import { goWithin, openPage, signIn, signInByForm } from './harness.mjs'
import { HOSTILE } from './relay.mjs'

const OF_ITEM = '看不清停放数量，请近拍'

export const tests = {
  async 'a name that looks like markup stays text on every page'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises')
    for (const path of ['/', '/review', '/hazards', '/premises']) {
      await goWithin(page, path)
      await page.getByText(HOSTILE).first().waitFor()
      assert.equal(await page.locator('img[src="x"]').count(), 0, path)
    }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'what was typed outlives the session, and the act goes on after signing in again'({ browser, world }) {
    const page = await openPage(browser, world)
    // The form remembers who signed in by it.
    await signInByForm(page, 'station_officer-1', '/review')
    await page.locator('.queue-item').filter({ hasText: '王家出租房' }).click()
    await page.getByRole('heading', { name: /王家出租房/ }).waitFor()
    await page.keyboard.press('r')
    const typed = '请补充楼梯间整改前的全景照片'
    await page.getByLabel('总体意见').fill(typed)
    // A reason about an item whose item was not chosen is not dropped: it holds the return back.
    await page.getByRole('button', { name: '添加检查项意见' }).click()
    await page.getByLabel('针对此项').fill(OF_ITEM)
    await page.getByRole('dialog').getByRole('button', { name: '退回' }).click()
    await page.getByText('请选择这条意见针对的检查项').waitFor()
    await page.getByRole('dialog').getByRole('combobox').click()
    await page.locator('.ant-select-dropdown:visible').getByText(/^RH-04 /).click()
    world.at(world.now + 3 * 3_600_000)
    await page.getByRole('dialog').getByRole('button', { name: '退回' }).click()
    await page.getByText('登录已过期，请重新登录').waitFor()
    assert.equal(await page.getByLabel('总体意见').inputValue(), typed)
    const again = page.getByRole('dialog').filter({ hasText: '登录已过期' })
    await again.getByLabel('密码', { exact: true }).fill('青峰-演示-2026')
    await again.getByRole('button', { name: '登录' }).click()
    await page.getByText('已退回，下次同步时到达手机').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'the return reaches the phone, and the correction comes back live'({ browser, world, first }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-2', '/review?status=returned')
    await page.locator('.queue-item').filter({ hasText: '王家出租房' }).click()
    await page.getByText('上次退回原因').waitFor()
    await page.getByText('填写人的手机在退回后还没有同步的记录').waitFor()
    const id = new URL(page.url()).pathname.split('/').pop()
    await page.goto(`${page.base}/review?status=submitted`)
    await page.locator('.queue-item').first().waitFor()
    await page.getByRole('status', { name: '实时更新中' }).waitFor()
    assert.equal(await page.locator('.queue-item').filter({ hasText: '王家出租房' }).count(), 0)
    world.at(world.now + 60_000)
    await world.phone(first, 'sync')
    const there = await world.phone(first, 'show', id)
    assert.equal(there.state.status, 'returned')
    assert.match(JSON.stringify(there.state), /请补充楼梯间整改前的全景照片/)
    const card = await (await page.request.get(`${world.address}/api/v1/records/${id}`)).json()
    assert.deepEqual(card.return_reasons.find((one) => one.text === OF_ITEM)?.item, 'RH-04', JSON.stringify(card.return_reasons))
    assert.ok(JSON.stringify(there.state).includes(OF_ITEM), 'the phone has it, too')
    await page.goto(`${page.base}/review/${id}?status=returned`)
    await page.getByText(/填写人的手机在退回后已同步过/).waitFor()
    await page.goto(`${page.base}/review?status=submitted`)
    await page.locator('.queue-item').first().waitFor()
    await page.getByRole('status', { name: '实时更新中' }).waitFor()
    await world.inspect(first, '王家出租房', (script) => ({
      format: 1,
      premises: script.premises,
      inspection: id,
      answers: [{ item: 'RH-04', result: '不合格', note: '一楼楼梯间停放电动自行车2辆，已补拍全景' }],
      signatures: script.signatures,
      submit: { correction: '已补拍楼梯间全景' },
    }))
    await world.phone(first, 'sync')
    await page.locator('.queue-item').filter({ hasText: '王家出租房' }).click()
    await page.getByText('已补拍全景').first().waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'an inspection is accepted by one key'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-2', '/review')
    await page.locator('.queue-item').filter({ hasText: HOSTILE }).click()
    await page.getByRole('heading', { name: HOSTILE }).waitFor()
    const view = page.locator('.photo img').first()
    await view.waitFor()
    // What was found, and what was written by whoever signed, stand beside the photos.
    const hazards = page.getByRole('region', { name: '本次检查发现的隐患' })
    await hazards.getByRole('link').first().waitFor()
    await page.getByRole('img', { name: /^签名 / }).first().waitFor()
    assert.ok((await page.locator('svg.signature polyline').count()) > 0)
    await page.waitForFunction(() => (document.querySelector('.photo img')?.naturalWidth ?? 0) > 0)
    await page.keyboard.press('a')
    await page.getByText('已通过').first().waitFor()
    await page.goto(`${page.base}/review?status=accepted`)
    await page.locator('.queue-item').filter({ hasText: HOSTILE }).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'the timeline of a premises tells the agency of each visit'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/premises?q=王家')
    const found = await (await page.request.get(`${world.address}/api/v1/premises?q=${encodeURIComponent('王家')}`)).json()
    await page.goto(`${page.base}/premises/${found.items[0].id}`)
    const visits = page.getByRole('region', { name: '各部门走访' })
    await visits.getByText('网格（综合检查）', { exact: true }).first().waitFor()
    // Two agencies on one visit stand beside each other; older visits are fetched where there are more.
    await page.route(`**/api/v1/records/${found.items[0].id}`, async (route) => {
      const answer = await route.fetch()
      const card = await answer.json()
      const visit = card.related.find((one) => one.kind === 'inspection')
      visit.agencies = ['GRID', 'FIRE']
      await route.fulfill({ response: answer, json: { ...card, related_next: { inspection: 'older' } } })
    })
    await page.route('**/related?*', async (route) => {
      assert.match(route.request().url(), /kind=inspection&after=older/)
      const card = await (await page.request.get(`${world.address}/api/v1/records/${found.items[0].id}`)).json()
      const visit = card.related.find((one) => one.kind === 'inspection')
      await route.fulfill({ json: { items: [{ ...visit, id: '00000000-0000-7000-8000-000000000001', agencies: ['FIRE'] }] } })
    })
    await page.reload()
    const { departments } = await (await page.request.get(`${world.address}/api/v1/reference`)).json()
    const name = departments.FIRE?.zh ?? 'FIRE'
    await visits.getByText(name, { exact: true }).first().waitFor()
    assert.equal(await visits.getByText(name, { exact: true }).count(), 1)
    await visits.getByRole('button', { name: /^更早的/ }).click()
    await page.waitForFunction(
      (label) => [...document.querySelectorAll('section .ant-tag')].filter((one) => one.textContent === label).length === 2,
      name,
    )
    assert.equal(await visits.getByRole('button', { name: /^更早的/ }).count(), 0)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
