import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axeFindings, openPage, signIn } from './harness.mjs'

const CALLER = '孙来电'
const TEXT = '楼道堆满纸箱，安全出口锁闭'

/** Waits until the relay has collected what the page for the public took in. */
async function collected(page, world, count) {
  for (let tries = 0; tries < 60; tries += 1) {
    const groups = await (await page.request.get(`${world.address}/api/v1/public-reports`)).json()
    if (groups.flat().length >= count) return
    await new Promise((done) => setTimeout(done, 500))
  }
  throw new Error('the relay collected nothing')
}

async function choose(page, box, typed, option) {
  await box.click()
  await page.keyboard.type(typed)
  await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click()
}

export const tests = {
  async 'a public report is sorted, sent to the grid and dispatched; its double goes with it'({ browser, world }) {
    await world.publicReport({ category: 'exit', place: '青峰路1号楼道', text: TEXT, name: '钱小鱼', phone: '13911112222' })
    await world.publicReport({ category: 'exit', place: '青峰路1号楼道', text: TEXT })
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/reports/waiting')
    await collected(page, world, 2)
    await page.reload()
    await page.getByText('2 件疑似同一隐患').waitFor()
    assert.equal(await page.getByText('钱小鱼').count(), 0)
    assert.equal(await page.locator('.thumbs img').count(), 2)
    assert.deepEqual(await axeFindings(page), [])
    await page.getByRole('button', { name: '分级立件' }).first().click()
    const dialog = page.getByRole('dialog')
    // Without a place nothing is sent, and what was typed stays.
    await dialog.getByLabel('承办人').fill('邓子涵')
    await dialog.getByRole('button', { name: '分级立件' }).click()
    await dialog.getByText('必填').waitFor()
    assert.equal(await dialog.getByLabel('承办人').inputValue(), '邓子涵')
    await choose(page, dialog.getByRole('combobox', { name: '输入名称或地址查找场所' }), '王家', '王家出租房')
    // What was typed and chosen outlives a reload, under its name.
    await page.reload()
    await page.getByRole('button', { name: '分级立件' }).first().click()
    await dialog.getByText('已恢复您上次填写、尚未提交的内容').waitFor()
    assert.equal(await dialog.getByLabel('承办人').inputValue(), '邓子涵')
    await dialog.getByText(/^王家出租房/).waitFor()
    await dialog.getByRole('button', { name: '分级立件' }).click()
    await page.getByText('已立件并派单').waitFor()
    await page.getByText('没有待分级的举报').waitFor()
    await page.getByRole('link', { name: '办理台账' }).click()
    const line = page.getByRole('row').filter({ hasText: TEXT })
    await line.getByText('已派单').waitFor()
    await line.getByText('紧急').waitFor()
    await line.getByText('王家出租房').waitFor()
    await line.getByRole('link', { name: TEXT }).click()
    await page.getByRole('button', { name: '查实答复' }).waitFor()
    assert.equal(await page.locator('.photos .photo').count(), 1)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'who reported is shown for a written reason only, and the look is on record'({ browser, world }) {
    await world.publicReport({ category: 'lane', place: '文峰路口', text: '消防车通道被堵', name: '周路人', phone: '13911113333' })
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/reports/waiting')
    await collected(page, world, 1)
    await page.reload()
    await page.getByRole('button', { name: '查看举报人信息' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '记录并查看' }).click()
    await dialog.getByText('必填').waitFor()
    await dialog.getByLabel('查看理由').fill('电话回访')
    await dialog.getByRole('button', { name: '记录并查看' }).click()
    await dialog.getByText('13911113333').waitFor()
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await page.getByText('电话回访').waitFor()
    assert.equal(await page.getByText('13911113333').count(), 0)
    await page.getByRole('button', { name: '不予受理' }).click()
    const aside = page.getByRole('dialog')
    await aside.getByLabel('理由').fill('现场已疏通，重复举报')
    await aside.getByRole('button', { name: '不予受理' }).click()
    await page.getByText('没有待分级的举报').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a hotline file is looked at, entered once, and compared with what is open'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/reports/import')
    const file = join(world.folder, 'hotline.csv')
    writeFileSync(file, `工单编号,诉求内容,地址,来电人\nZ9,电动车进电梯,王家出租房,${CALLER}\nZ10,=HYPERLINK("x"),场镇某处,\n`)
    const enter = async () => {
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByText(/^共 \d+ 行；/).waitFor()
      await page.getByRole('button', { name: '确认导入' }).click()
      await page.getByRole('heading', { name: '对账结果' }).waitFor()
    }
    await page.locator('.ant-tree-select, .ant-select').nth(1).click()
    await page.locator('.ant-select-tree-title').filter({ hasText: '网格' }).last().click()
    await enter()
    const tile = (name) => page.locator('.tile').filter({ hasText: name }).locator('b')
    assert.equal(await tile('新导入').innerText(), '2')
    await page.getByRole('row').filter({ hasText: 'Z9' }).getByText('王家出租房').waitFor()
    writeFileSync(file, `工单编号,诉求内容,地址,来电人\nZ9,电动车进电梯,王家出租房,${CALLER}\n`)
    await enter()
    assert.equal(await tile('此前已导入').innerText(), '1')
    assert.equal(await tile('文件中没有').innerText(), '1')
    await page.getByText('Z10').waitFor()
    assert.equal(await page.getByText(CALLER).count(), 0)
    // What reads otherwise now is named and opens what stands; so is a time that is none, and a row without a number.
    writeFileSync(file, '工单编号,诉求内容,地址,来电时间\nZ9,电动车堵门,王家出租房,\nZ11,楼道堆物,场镇某处,昨天下午\n,无编号,场镇某处,\n')
    await enter()
    for (const [name, count] of [['与已导入的不一致', '1'], ['来电时间有疑问', '1'], ['没有导入', '1'], ['新导入', '1']]) {
      assert.equal(await tile(name).innerText(), count, name)
    }
    await page.getByText('来电时间无法识别，按原文保留').waitFor()
    await page.getByText('没有编号，无法对账').waitFor()
    await page.getByRole('link', { name: 'Z9', exact: true }).click()
    await page.getByText('电动车进电梯').first().waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
