import assert from 'node:assert/strict'
import { bridge, september, shot, syncNow } from './world.mjs'

const WORKER = '邓子涵'
const GRID = '场镇社区第2网格'

export const tests = {
  async 'refused work is shown word for word and taken up again field by field'(world) {
    const page = world.page1
    const host = world.host1
    world.at(september(9, 8))
    // Lent to the next grid, taken back while out of reach, and given it again.
    await world.admin('user', 'grant', '--user', WORKER, '--role', 'village_admin', '--grid', '500118999001')
    await syncNow(host)
    const grids = await bridge(host, 'phone.grids')
    const grid = grids.find((it) => it.name === GRID)
    assert.ok(grid, JSON.stringify(grids))
    const { premises } = await bridge(host, 'premises.create', { grid: grid.grid, fields: { name: '红梅小吃店🍜', category: 'small_catering', address: '场镇老街3号' } })
    await syncNow(host)
    await bridge(host, 'premises.edit', { premises, fields: { operator_name: '红梅', operator_phone: '13900000000', remark: '后厨用瓶装液化气🔥' } })
    await world.admin('user', 'revoke', '--user', WORKER, '--role', 'village_admin', '--reason', '借调结束')
    world.at(september(9, 9))
    const report = await syncNow(host)
    assert.equal(report.refused, 1, JSON.stringify(report))
    await page.evaluate(() => (location.hash = '#/'))
    await page.getByText('1件被服务器拒收').click()
    await page.getByText('后厨用瓶装液化气🔥').waitFor()
    await shot(page, 'refused')
    await world.admin('user', 'grant', '--user', WORKER, '--role', 'village_admin', '--grid', '500118999001')
    world.at(september(9, 10))
    await syncNow(host)
    await page.getByLabel('经营者电话').uncheck()
    await page.getByRole('button', { name: '重新填报所选' }).click()
    await page.getByText('已重新填报过').waitFor()
    await syncNow(host)
    const file = await bridge(host, 'premises.get', { premises })
    assert.equal(file.content.fields.remark, '后厨用瓶装液化气🔥')
    assert.equal(file.content.fields.operator_phone ?? null, null)
    assert.deepEqual(page.problems, [])
  },
}
