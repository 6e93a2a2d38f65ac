import assert from 'node:assert/strict'
import { pale } from './contrast.mjs'
import { bridge, photo, shot, syncFromPage } from './world.mjs'

export const needed = true
export const NAME = '王家出租房🏠𠮷号'

/** Draws a line with the finger, every time in another hand. */
let hands = 0
async function sign(page) {
  hands += 4
  // The line, and that it is done.
  taps += 2
  const box = await page.getByLabel('签名板').boundingBox()
  await page.mouse.move(box.x + 40, box.y + 60)
  await page.mouse.down()
  for (let step = 1; step <= 12; step += 1) await page.mouse.move(box.x + 40 + step * 18, box.y + 60 + hands + (step % 3) * 25)
  await page.mouse.up()
  await shot(page, 'signature')
  await page.getByRole('button', { name: '签好了' }).click()
}

/** A tap, counted: what a worker's thumb has to do. */
let taps = 0
async function tap(target) {
  taps += 1
  await target.click()
}

/** Words, counted as the tap into their field. */
async function type(target, words) {
  taps += 1
  await target.fill(words)
}

const open = (page) => page.locator('.item').filter({ has: page.locator('.pass[aria-pressed="false"]') }).filter({ has: page.locator('.fail[aria-pressed="false"]') }).filter({ has: page.locator('.under button[aria-pressed="false"]') })

export const tests = {
  async 'a premises is put on file without a network, and near duplicates are shown'(world) {
    const page = world.page1
    await world.stopRelay()
    await page.getByRole('link', { name: '场所' }).click()
    await shot(page, 'premises-empty')
    await page.getByRole('link', { name: /新建档案/ }).click()
    await page.getByLabel('名称', { exact: true }).fill(NAME)
    await page.getByLabel('类别').selectOption('rental_housing')
    await page.getByLabel('门牌号').fill('12号')
    await page.getByLabel('路、街').fill('兴隆街')
    await page.getByLabel('业主姓名').fill('王建国')
    await page.getByLabel('业主电话').fill('13800000001')
    await page.getByLabel('居室').fill('4')
    await page.getByLabel('属地责任人').fill('李明')
    await page.getByLabel('部门责任人').fill('赵强')
    await page.getByLabel('单位责任人').fill('王建国')
    await page.getByLabel('现场责任人').fill('王建国')
    await shot(page, 'premises-new')
    await page.reload()
    await page.getByText('上次没写完的内容已恢复').waitFor()
    assert.equal(await page.getByLabel('名称', { exact: true }).inputValue(), NAME)
    assert.equal(await page.getByLabel('类别').inputValue(), 'rental_housing')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: NAME }).waitFor()
    await shot(page, 'premises')
    await page.evaluate(() => (location.hash = '#/premises/new'))
    await page.getByLabel('名称', { exact: true }).fill('王家出租房')
    await page.getByLabel('类别').selectOption('rental_housing')
    await page.getByLabel('门牌号').fill('12号')
    await page.getByLabel('路、街').fill('兴隆街')
    await page.getByLabel('业主电话').fill('13800000001')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('dialog', { name: '可能已经建过档' }).waitFor()
    await shot(page, 'near-duplicates')
    await page.getByRole('button', { name: '就是这家，打开' }).first().click()
    await page.getByRole('heading', { name: NAME }).waitFor()
    for (const name of ['file/new', 'file/new~']) await bridge(world.host1, 'form.drop', { name })
  },

  async 'a whole inspection without a network, with a reload and a kill in the middle'(world) {
    let page = world.page1
    await tap(page.getByRole('button', { name: '开始检查' }))
    await page.locator('.item').first().waitFor()
    await shot(page, 'visit')
    const all = await page.locator('.item').count()
    assert.ok(all >= 20, `${all} items`)
    await page.locator('#item-RH-04').getByRole('button', { name: '怎么查' }).click()
    // What is right and what is wrong, drawn, without a network.
    const drawings = page.getByRole('dialog').locator('figure img')
    await drawings.nth(1).waitFor()
    for (const drawing of await drawings.all()) {
      const wide = await drawing.evaluate((it) => it.decode().then(() => it.naturalWidth))
      assert.ok(wide > 0, 'a drawing of the guide is shown')
    }
    await shot(page, 'guide')
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
    const failed = page.locator('#item-RH-04')
    await tap(failed.locator('.fail'))
    const note = '一楼楼梯间停放电动自行车2辆🛵，正在充电'
    await type(failed.getByLabel('情况说明'), note)
    await type(failed.getByLabel('部位'), '一楼楼梯间')
    await failed.locator('input[type=file]').first().setInputFiles(photo('summer-palace-640.jpg'))
    await failed.locator('.photo img').waitFor()
    assert.equal(await failed.locator('.photo span').innerText(), '在手机上')
    await failed.scrollIntoViewIfNeeded()
    await shot(page, 'visit-failed-item')
    await page.reload()
    await page.waitForFunction((text) => document.querySelector('#item-RH-04 textarea')?.value === text, note)
    assert.equal(await failed.locator('.fail').getAttribute('aria-pressed'), 'true')
    // The app is killed, as phones do.
    await world.killHost('邓子涵')
    world.host1 = await world.host('邓子涵')
    const where = new URL(page.url()).hash
    await page.context().close()
    page = await world.page(world.host1)
    world.page1 = world.open = page
    await page.evaluate((hash) => (location.hash = hash), where)
    await page.waitForFunction((text) => document.querySelector('#item-RH-04 textarea')?.value === text, note)
    await page.locator('#item-RH-04 .photo img').waitFor()
    const second = page.locator('#item-RH-15')
    await tap(second.locator('.fail'))
    await type(second.getByLabel('情况说明'), '二楼灭火器压力不足')
    await second.locator('input[type=file]').first().setInputFiles(photo('casio-qv-r51-little-endian.jpg'))
    await second.locator('.photo img').waitFor()
    for (;;) {
      const rest = open(page)
      if ((await rest.count()) === 0) break
      const item = page.locator(`#${await rest.first().getAttribute('id')}`)
      const number = item.getByRole('group', { name: '数量' })
      if ((await number.count()) > 0) await tap(number.getByRole('button', { name: '2' }))
      await tap(item.locator('.pass'))
      await item.locator('.pass[aria-pressed="true"]').waitFor()
    }
    await page.getByText('都答完了').waitFor()
    // Chosen answers, photos and marks stand in the sun, too.
    assert.deepEqual(await pale(page), [])
    for (;;) {
      const lacking = page.locator('.item').filter({ hasText: '必须拍照' })
      if ((await lacking.count()) === 0) break
      const item = page.locator(`#${await lacking.first().getAttribute('id')}`)
      await item.locator('input[type=file]').first().setInputFiles(photo('summer-palace-640.jpg'))
      await item.locator('.photo img').first().waitFor()
      await item.getByText('必须拍照').waitFor({ state: 'detached' })
    }
    await shot(page, 'visit-answered')
    await tap(page.getByRole('link', { name: '签名并提交' }))
    await type(page.getByLabel('签名人姓名'), '王建国')
    await shot(page, 'finish')
    await tap(page.getByRole('button', { name: '签名', exact: true }))
    await sign(page)
    await page.getByText('已签名').first().waitFor()
    await tap(page.getByRole('button', { name: '提交检查' }))
    await page.getByText('接着处理隐患').waitFor()
    await shot(page, 'submitted')
    console.log(`       ${all} items in ${taps} taps, fields and signature among them, photos apart`)
    // A list shorter than 25 items would have cost a tap more for each that it lacks.
    assert.ok(taps + Math.max(0, 25 - all) <= 40, `${taps} taps for ${all} items`)
    assert.deepEqual(page.problems, [])
  },

  async 'a PNG that is none is refused, and everything else stands'(world) {
    const page = world.page1
    await page.locator('.row').filter({ hasText: '灭火器' }).first().click()
    await page.getByRole('heading', { name: NAME }).waitFor()
    const before = await page.locator('.photo').count()
    await page.locator('input[type=file]').first().setInputFiles({ name: '假照片🔥.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\nnot really', 'latin1') })
    const told = await page.getByRole('alert').innerText()
    for (const part of ['照片未采用', '没有收下，其他内容都在', '请重新拍一张']) assert.ok(told.includes(part), `${part} is missing: ${told}`)
    await shot(page, 'photo-refused')
    assert.equal(await page.locator('.photo').count(), before)
    await page.goBack()
    await page.getByRole('heading', { name: '签名并提交' }).or(page.getByRole('heading', { name: '接下来' })).waitFor()
  },

  async 'a notice is signed for, another is refused before two witnesses'(world) {
    const page = world.page1
    const hazards = await bridge(world.host1, 'hazard.list', { open_only: true, limit: 50 })
    assert.equal(hazards.length, 2, JSON.stringify(hazards))
    const [stairs, extinguisher] = ['RH-04', 'RH-15'].map((item) => hazards.find((it) => it.item === item))
    await page.evaluate((id) => (location.hash = `#/hazard/${id}`), stairs.record)
    await page.getByRole('link', { name: '下发整改通知书' }).click()
    await page.getByLabel('责任领导').fill('李明（村委会主任）')
    await shot(page, 'notice')
    await page.reload()
    await page.waitForFunction(() => [...document.querySelectorAll('input')].some((it) => it.value === '李明（村委会主任）'))
    await page.getByRole('button', { name: '下发通知书' }).click()
    await page.getByRole('heading', { name: '送达签收' }).waitFor()
    await shot(page, 'serve')
    await page.getByRole('button', { name: '签名', exact: true }).click()
    await sign(page)
    await page.getByRole('button', { name: '确认送达' }).click()
    await page.getByText('限期整改').first().waitFor()
    await shot(page, 'hazard-served')
    await page.evaluate((id) => (location.hash = `#/hazard/${id}`), extinguisher.record)
    await page.getByRole('link', { name: '下发整改通知书' }).click()
    await page.getByRole('button', { name: '下发通知书' }).click()
    await page.getByRole('heading', { name: '送达签收' }).waitFor()
    await page.getByRole('button', { name: '拒签' }).click()
    for (const [index, name] of [[1, '张三👷'], [2, '李四']]) {
      await page.getByLabel(`见证人${index}`).fill(name)
      await page.getByRole('button', { name: '签名', exact: true }).first().click()
      await sign(page)
    }
    await page.getByLabel('对方怎么说').fill('不同意，拒绝签字😤')
    await page.reload()
    await page.getByRole('button', { name: '确认送达' }).waitFor()
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('😤'))
    await shot(page, 'serve-refused')
    await page.getByRole('button', { name: '确认送达' }).click()
    await page.getByText('限期整改').first().waitFor()
    await page.getByRole('button', { name: '经过' }).click()
    await page.getByText('送达').last().waitFor()
    assert.deepEqual(page.problems, [])
  },

  async 'it is seen that nothing was sent yet, and then that everything was'(world) {
    const page = world.page1
    await page.evaluate(() => (location.hash = '#/sync'))
    // The app has tried by itself since the first thing was submitted.
    await page.getByText('没有网络，照常工作').waitFor()
    const before = await bridge(world.host1, 'phone.status')
    assert.ok(before.pending > 0 && before.views.total > 0 && before.views.held === 0)
    await page.getByText(`0/${before.views.total}张已到服务器`).waitFor()
    await shot(page, 'sync-offline')
    await page.evaluate(() => (location.hash = '#/'))
    await shot(page, 'today-offline')
    await world.serve()
    await page.evaluate(() => (location.hash = '#/sync'))
    await syncFromPage(page)
    await page.getByText(`${before.views.total}/${before.views.total}张已到服务器`).waitFor()
    await page.getByText('没有网络，照常工作').waitFor({ state: 'detached' })
    const after = await bridge(world.host1, 'phone.status')
    assert.deepEqual([after.pending, after.drafts, after.refused], [0, 0, 0])
    await shot(page, 'sync-done')
    const [visit] = await bridge(world.host1, 'inspection.list', { limit: 1 })
    await page.evaluate((id) => (location.hash = `#/visit/${id}`), visit.record)
    await page.locator('#item-RH-04 .photo span', { hasText: '已到服务器' }).waitFor()
    // Whoever has to mend it can be called from the hazard.
    const [hazard] = await bridge(world.host1, 'hazard.list', { open_only: true, limit: 1 })
    await page.evaluate((id) => (location.hash = `#/hazard/${id}`), hazard.record)
    assert.match(await page.getByRole('link', { name: /^打电话给/ }).getAttribute('href'), /^tel:1\d{10}$/)
    await page.evaluate(() => (location.hash = '#/sync'))
    assert.deepEqual(page.problems, [])
  },
}
