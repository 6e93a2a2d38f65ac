import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, signIn } from './harness.mjs'

export const tests = {
  async 'the answer of another platform is taken once, and a line about nothing is named'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/exchange')
    const api = `${world.address}/api/v1`
    const lists = (await (await page.request.get(`${api}/cases`)).json()).lists
    const hazard = (await (await page.request.get(`${api}/hazards?limit=1`)).json()).items[0]
    const state = lists.external_states.items[0]
    const file = join(world.folder, 'answer.csv')
    const rows = (code) => `记录,案件编号,状态\n${hazard.id},141-001,${code}\n不是编号,141-002,${code}\n`
    const send = async () => {
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByText(/新记 \d+ 条/).waitFor()
    }
    writeFileSync(file, rows(state.code))
    await send()
    await page.getByText('新记 1 条；此前已记 0 条；没有记 1 行').waitFor()
    await page.getByRole('row').filter({ hasText: '没有该记录' }).waitFor()
    await send()
    await page.getByText('新记 0 条；此前已记 1 条；没有记 1 行').waitFor()
    const out = await (await page.request.get(`${api}/exchange/platform_141`)).text()
    assert.match(out, /141-001/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
