import assert from 'node:assert/strict'
import { openPage, signIn } from './harness.mjs'

export const tests = {
  async 'what two phones answered differently stands side by side'({ browser, world, first }) {
    await world.inspect(first, '红梅小吃店')
    await world.phone(first, 'sync')
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/review')
    const api = `${world.address}/api/v1`
    const list = await (await page.request.get(`${api}/inspections?status=submitted`)).json()
    const { id } = list.items.find((item) => item.premises_name === '红梅小吃店')
    const card = await (await page.request.get(`${api}/records/${id}`)).json()
    const back = await page.request.post(`${api}/records/${id}/events`, {
      headers: { 'wangge-csrf': '1' },
      data: { returned: { version: card.version, reasons: [{ item: 'RH-04', text: '说明不清' }] } },
    })
    assert.equal((await back.json()).applied, true)
    // A second phone of the same worker; neither knows what the other writes.
    const other = `${first}-2`
    const said = JSON.parse(await world.admin('enroll-code', '--user', first, '--json'))
    await world.phone(other, 'enroll', said.link)
    for (const phone of [first, other]) await world.phone(phone, 'sync')
    for (const [phone, note] of [
      [first, '电动自行车2辆'],
      [other, '电动自行车3辆'],
    ]) {
      await world.inspect(phone, '红梅小吃店', (script) => ({
        format: 1,
        premises: script.premises,
        inspection: id,
        answers: [{ item: 'RH-04', result: '不合格', note }],
        signatures: script.signatures,
        submit: { correction: '已更正' },
      }))
    }
    for (const phone of [first, other]) await world.phone(phone, 'sync')
    await page.goto(`${page.base}/review/${id}?status=submitted`)
    const values = page.locator('.conflict-values').filter({ hasText: '电动自行车2辆' })
    await values.getByText('电动自行车3辆').waitFor()
    await values.getByText('电动自行车2辆').waitFor()
    // Who changed what stands beside it: every act, and every field that was written anew.
    const after = await (await page.request.get(`${api}/records/${id}`)).json()
    assert.ok(after.edits.some((edit) => edit.after.includes('电动自行车3辆')), JSON.stringify(after.edits))
    const edits = page.getByRole('region', { name: '登记后的内容改动' })
    await edits.getByText('电动自行车3辆').first().waitFor()
    await edits.getByText('电动自行车2辆').first().waitFor()
    await edits.getByText(first).first().waitFor()
    assert.equal(await edits.locator('.ant-timeline-item').count(), after.edits.length)
    const history = page.getByRole('region', { name: '经过', exact: true })
    assert.equal(await history.locator('.ant-timeline-item').count(), after.history.length)
    await history.getByText('说明不清').first().waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
