import assert from 'node:assert/strict'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPage, shot, signIn } from './harness.mjs'

const fixtures = fileURLToPath(new URL('../../../fixtures', import.meta.url))

export const tests = {
  async 'a step shows its photos, and a letter can be printed once it was signed'({ browser, world, first }) {
    const [grid] = await world.phone(first, 'grids')
    const patrol = await world.phone(first, 'case', 'open', 'patrol', '--grid', grid.code)
    await world.phone(
      first, 'case', 'step', patrol.case, 'patrol.walk', 'title=老街至车站', 'result=normal',
      '--photo', join(fixtures, 'photos/summer-palace-640.jpg'),
    )
    const letter = await world.phone(first, 'case', 'open', 'letter', '--premises', '兴隆旅社')
    await world.phone(
      first, 'case', 'step', letter.case, 'letter.warn', 'matter=堵塞疏散通道', 'promise=立即清理',
      'issuer=village', '--signer', '刘兴隆', '--role', 'owner', '--strokes', join(fixtures, 'scripts/owner-strokes.json'),
    )
    await world.phone(first, 'sync')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', `/cases/patrol/${patrol.case}`)
    const step = page.locator('.ant-timeline-item').filter({ hasText: '老街至车站' })
    await step.getByRole('button', { name: /放大/ }).waitFor()
    await page.waitForFunction(() => (document.querySelector('.ant-timeline .photo img')?.naturalWidth ?? 0) > 0)
    assert.equal(await page.getByRole('link', { name: /承诺书|督办单/ }).count(), 0)
    await shot(page, 'case-photos')
    await page.goto(`${page.base}/cases/letter/${letter.case}`)
    const link = page.getByRole('link', { name: '告诫承诺书' })
    const paper = await page.request.get(world.address + (await link.getAttribute('href')))
    assert.equal(paper.status(), 200, await paper.text())
    assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a case that is due stands on the page of the day'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1')
    const api = `${world.address}/api/v1`
    const grids = await (await page.request.get(`${api}/grids`)).json()
    const opened = await page.request.post(`${api}/cases/call`, {
      headers: { 'wangge-csrf': '1' },
      data: {
        grid: grids.find((it) => it.level === 'small').id,
        content: {},
        first: {
          step: 'call.whistle',
          fields: { matter: '加油站旁违规动火', place: '车站路', departments: 'PSB' },
          with: [],
          photos: [],
          due: null,
        },
      },
    })
    const { record } = await opened.json()
    assert.ok(record, await opened.text())
    let lists = 0
    page.on('request', (request) => (lists += Number(/\/cases\/\w+\?/.test(request.url()))))
    await page.reload()
    const row = page.locator(`a[href$="${record}"]`)
    await row.waitFor()
    // One request for each register in which something stands open, never one for each case.
    const { counts } = await (await page.request.get(`${api}/summary`)).json()
    assert.ok(lists <= Object.keys(counts).length, `${lists} requests`)
    await row.click()
    await page.getByText('加油站旁违规动火').first().waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
