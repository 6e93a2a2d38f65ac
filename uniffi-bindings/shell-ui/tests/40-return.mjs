import assert from 'node:assert/strict'
import { bridge, september, shot, syncNow } from './world.mjs'
import { NAME } from './30-visit.mjs'

const OFFICER = '吕平'

export const tests = {
  async 'an officer returns it, the worker mends it, the officer accepts'(world) {
    const page = world.page1
    world.at(september(8, 11))
    await world.phone(OFFICER, 'enroll', await world.link(OFFICER))
    await world.phone(OFFICER, 'sync')
    const [row] = await bridge(world.host1, 'inspection.list', { limit: 5 })
    const reason = '楼梯间的照片看不清，请补拍全景📷'
    await world.phone(OFFICER, 'review', 'return', row.record, '--reason', `RH-04：${reason}`)
    await world.phone(OFFICER, 'sync')
    await syncNow(world.host1)
    await page.evaluate(() => (location.hash = '#/me'))
    await page.evaluate(() => (location.hash = '#/'))
    await page.getByText('被退回，请补正').waitFor()
    await shot(page, 'today-returned')
    await page.locator('.row').filter({ hasText: NAME }).first().click()
    await page.getByText(reason).first().waitFor()
    await shot(page, 'visit-returned')
    const note = page.locator('#item-RH-04').getByLabel('情况说明')
    await note.fill('一楼楼梯间停放电动自行车2辆，已补拍全景')
    await page.getByRole('link', { name: '签名并提交' }).click()
    await page.getByText('内容改过，要重新签名').waitFor()
    await page.getByLabel('改了什么').fill('补拍了楼梯间全景')
    await page.getByLabel('签名人姓名').fill('王建国')
    await page.getByRole('button', { name: '签名', exact: true }).click()
    const box = await page.getByLabel('签名板').boundingBox()
    await page.mouse.move(box.x + 30, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + 200, box.y + 120, { steps: 8 })
    await page.mouse.up()
    await page.getByRole('button', { name: '签好了' }).click()
    await page.getByText('已签名').first().waitFor()
    await shot(page, 'correction')
    await page.getByRole('button', { name: '提交检查' }).click()
    await page.getByText('✓ 检查已提交').waitFor()
    await syncNow(world.host1)
    await world.phone(OFFICER, 'sync')
    await world.phone(OFFICER, 'review', 'accept', row.record)
    await world.phone(OFFICER, 'sync')
    await syncNow(world.host1)
    const [after] = await bridge(world.host1, 'inspection.list', { limit: 5 })
    assert.equal(after.status, 'accepted')
    assert.equal(after.rounds, 1)
    assert.deepEqual(page.problems, [])
  },
}
