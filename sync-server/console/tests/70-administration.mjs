import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, pickDay, signIn } from './harness.mjs'
import { account } from './relay.mjs'

/** Six digits of RFC 6238 for a secret in base 32. */
function codeOf(secret, at) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((it) => letters.indexOf(it).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((it) => Number.parseInt(it, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const tag = createHmac('sha1', key).update(step).digest()
  const offset = tag.at(-1) & 15
  return String((tag.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const row = (page, word) => page.getByRole('row').filter({ hasText: word })

async function manage(page, name, act) {
  await row(page, name).first().getByRole('button', { name: `管理 ${name}` }).click()
  await page.getByRole('menuitem', { name: act }).click()
  return page.getByRole('dialog')
}

export const tests = {
  async 'a person is entered and given a role; what is wrong stands at its field'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/people')
    await page.getByRole('button', { name: '新增人员' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.getByText('必填').waitFor()
    await dialog.getByLabel('姓名').fill('欧阳新')
    await dialog.getByRole('button', { name: '确定' }).click()
    await row(page, '欧阳新').waitFor()
    const role = await manage(page, '欧阳新', '授予角色')
    // No grid is the whole tenant: not for a township, and the dialog keeps what was entered.
    await role.getByRole('button', { name: '确定' }).click()
    await role.getByText('不在您的管理范围内').waitFor()
    await role.locator('.ant-tree-select, .ant-select').nth(1).click()
    await page.locator('.ant-select-tree-title').filter({ hasText: '网格' }).last().click()
    await role.getByRole('button', { name: '确定' }).click()
    await role.waitFor({ state: 'detached' })
    await row(page, '欧阳新').getByText('网格员').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a certificate is entered with its days and withdrawn; a number of somebody else is told at its field'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/credentials')
    const get = async (path) => (await page.request.get(`${world.address}/api/v1/${path}`)).json()
    const { items } = await get('people?limit=200')
    const holder = items.find((one) => one.credentials.length > 0 && one.name !== '欧阳新')
    const [taken] = holder.credentials
    const free = '青消培字第7001号'
    await page.getByRole('button', { name: '登记证书' }).click()
    const dialog = page.getByRole('dialog')
    const field = (label) => dialog.getByLabel(label, { exact: true })
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.getByText('必填').first().waitFor()
    await field('姓名').click()
    await page.keyboard.type('欧阳新')
    await page.locator('.ant-select-item-option:visible').filter({ hasText: '欧阳新' }).first().click()
    await field('发证单位').fill('县消防救援大队')
    await pickDay(page, field('起始日'), '2026-09-01')
    await pickDay(page, field('截止日'), '2026-12-31')
    await field('编号').fill(taken.number)
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.locator('.ant-form-item-explain').getByText('这个编号是他人的证书').waitFor()
    assert.equal(await field('发证单位').inputValue(), '县消防救援大队')
    const credentials = async () => (await get('people?limit=200')).items.find((one) => one.name === '欧阳新').credentials
    assert.deepEqual(await credentials(), [], 'nothing was entered')
    await field('编号').fill(free)
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'detached' })
    const [entered] = await credentials()
    assert.deepEqual([entered.number, entered.kind, entered.valid_until, entered.valid], [free, 'inspection', '2026-12-31', true])
    await row(page, free).getByRole('button', { name: '注销证书' }).click()
    await dialog.getByLabel('原因').fill('登记有误')
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'detached' })
    await row(page, free).waitFor({ state: 'detached' })
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'people come a page at a time, are searched by the relay, and whoever is chosen is chosen of all'({ browser, world }) {
    const page = await openPage(browser, world)
    // As in a county: so few on a page that there are several.
    const few = (route) => route.continue({ url: route.request().url().replace(/limit=\d+/, 'limit=5') })
    await page.route('**/api/v1/people?*', few)
    await signIn(page, 'station_officer-1', '/admin/people')
    await page.getByText('已显示 5 条，还有更多').waitFor()
    await page.getByRole('button', { name: '加载更多' }).click()
    await page.getByText('已显示 10 条，还有更多').waitFor()
    const { items } = await (await page.request.get(`${world.address}/api/v1/people?limit=200`)).json()
    const last = items.at(-1).name
    assert.ok(items.findIndex((one) => one.name === last) >= 10)
    await page.getByLabel('搜索').fill(last)
    await page.getByLabel('搜索').press('Enter')
    await row(page, last).first().waitFor()
    await page.goto(`${page.base}/admin/credentials`)
    await page.getByRole('button', { name: '登记证书' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('姓名').click()
    await page.keyboard.type(last)
    await page.locator('.ant-select-item-option').filter({ hasText: last }).first().waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a phone is locked from the console and obeys at its next sync'({ browser, world, second }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/devices')
    const line = row(page, second).first()
    await line.waitFor()
    // What the phone said of itself when it synced: its version, and that nothing is left on it.
    await line.getByRole('cell', { name: /^\d+\.\d+\.\d+$/ }).waitFor()
    await line.getByRole('cell', { name: '0', exact: true }).waitFor()
    for (const [act, tag] of [
      ['锁定', '已锁定'],
      ['解锁', '使用中'],
    ]) {
      await line.getByRole('button', { name: /管理/ }).click()
      await page.getByRole('menuitem', { name: act, exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('原因').fill('手机遗失')
      await dialog.getByRole('button', { name: '确定' }).click()
      await line.getByText(tag).waitFor()
    }
    await world.phone(second, 'sync')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a table of grids is rehearsed, then entered as a whole'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/grids')
    const grids = await (await page.request.get(`${world.address}/api/v1/grids`)).json()
    const village = grids.find((it) => it.level === 'medium')
    await page.getByRole('button', { name: '导入网格表' }).click()
    const dialog = page.getByRole('dialog')
    const file = join(world.folder, 'grids.csv')
    const head = '代码,名称,级别,上级代码\n'
    writeFileSync(file, `${head}T-1,试点第1网格,小,${village.code}\nT-2,,小,${village.code}\n`)
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByText('有问题 1').waitFor()
    assert.ok(await dialog.getByRole('button', { name: '确认导入' }).isDisabled())
    writeFileSync(file, `${head}T-1,试点第1网格,小,${village.code}\nT-2,试点第2网格,小,${village.code}\n`)
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByText('新增 2').waitFor()
    await dialog.getByRole('button', { name: '确认导入' }).click()
    await page.getByText('试点第2网格').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a grid is moved without dragging it'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/grids')
    const all = async () => (await page.request.get(`${world.address}/api/v1/grids`)).json()
    const grids = await all()
    const grid = grids.find((it) => it.name === '试点第2网格')
    const other = grids.find((it) => it.level === 'medium' && it.id !== grid.parent && it.valid_until == null)
    await page.locator('.ant-tree-title').filter({ hasText: grid.name }).click()
    await page.getByRole('button', { name: '修改' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('上级网格').focus()
    // By keyboard alone, as somebody does who holds no mouse.
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type(other.name)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await dialog.getByTitle(other.name).first().waitFor()
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.equal((await all()).find((it) => it.id === grid.id).parent, other.id)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a signed policy pack is compared and put into force; another is refused'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'relay_admin-1', '/admin/policy')
    const packs = await (await page.request.get(`${world.address}/api/v1/policy-packs`)).json()
    const revision = packs[0].revision
    const now = await (await page.request.get(`${world.address}/api/v1/policy-packs/${revision}`)).json()
    const next = { ...now, revision: revision + 1, name: `${now.name}（修订）` }
    const [plain, signed] = ['pack.json', 'signed.json'].map((name) => join(world.folder, name))
    writeFileSync(plain, JSON.stringify(next))
    await world.admin('policy', 'sign', plain, '--out', signed)
    await page.getByRole('button', { name: '上传已签署的政策包' }).click()
    const dialog = page.getByRole('dialog')
    const forged = JSON.parse(readFileSync(signed, 'utf8'))
    const bad = join(world.folder, 'forged.json')
    writeFileSync(bad, JSON.stringify({ ...forged, pack: forged.pack.replace('修订', '伪造') }))
    await dialog.locator('input[type=file]').setInputFiles(bad)
    await dialog.getByText('签名不符').waitFor()
    await dialog.locator('input[type=file]').setInputFiles(signed)
    await dialog.getByText('签名有效').waitFor()
    await dialog.getByRole('cell', { name: 'name', exact: true }).waitFor()
    await dialog.getByRole('button', { name: '确认生效' }).click()
    await row(page, '（修订）').getByText('现行').waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a pack is put into force on a later day, and an earlier one comes back as a file to be signed'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'relay_admin-1', '/admin/policy')
    const packs = await (await page.request.get(`${world.address}/api/v1/policy-packs`)).json()
    const { revision } = packs[0]
    const sign = async (pack) => {
      const [plain, signed] = ['pack.json', 'signed.json'].map((name) => join(world.folder, name))
      writeFileSync(plain, typeof pack === 'string' ? pack : JSON.stringify(pack))
      await world.admin('policy', 'sign', plain, '--out', signed)
      return signed
    }
    const now = await (await page.request.get(`${world.address}/api/v1/policy-packs/${revision}`)).json()
    const put = async (signed, day) => {
      await page.getByRole('button', { name: '上传已签署的政策包' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.locator('input[type=file]').setInputFiles(signed)
      await dialog.getByText('签名有效').waitFor()
      if (day !== undefined) await pickDay(page, dialog.getByLabel('生效日期'), day)
      await dialog.getByRole('button', { name: '确认生效' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await put(await sign({ ...now, revision: revision + 1, name: '下月起试行' }), '2026-10-08')
    const later = row(page, '下月起试行')
    await later.getByText('待生效').waitFor()
    await later.getByText('2026-10-08 00:00').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      row(page, packs.at(-1).name).last().getByRole('button', { name: '回退到此版本' }).click(),
    ])
    assert.match(download.suggestedFilename(), new RegExp(`^policy-r${String(revision + 2)}-from-r`))
    const back = readFileSync(await download.path(), 'utf8')
    assert.equal(JSON.parse(back).revision, revision + 2)
    await put(await sign(back))
    await page.getByRole('cell', { name: String(revision + 2), exact: true }).waitFor()
    const after = await (await page.request.get(`${world.address}/api/v1/policy-packs`)).json()
    assert.equal(after.find((one) => one.in_force).revision, revision + 2)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'with a second factor the password alone opens nothing, and what was typed stays'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'police-1')
    await page.getByRole('banner').or(page.locator('header')).getByRole('button').last().click()
    await page.getByRole('menuitem', { name: '安全设置' }).click()
    await page.getByRole('button', { name: '启用动态口令' }).click()
    const secret = (await page.locator('.totp-secret').innerText()).trim()
    await page.getByLabel('动态口令', { exact: true }).last().fill(codeOf(secret, world.now))
    await page.getByRole('button', { name: '启用', exact: true }).click()
    await page.getByText('已启用：登录时还需').waitFor()
    await page.context().close()
    world.at(world.now + 60_000)
    const again = await openPage(browser, world)
    const { user, password } = account('police-1')
    await again.goto(`${again.base}/`)
    await again.getByLabel('账号').fill(user)
    await again.getByLabel('密码', { exact: true }).fill(password)
    await again.getByRole('button', { name: '登录' }).click()
    await again.getByText('请输入手机上的六位动态口令').waitFor()
    assert.equal(await again.getByLabel('密码', { exact: true }).inputValue(), password)
    await again.getByLabel('动态口令').fill(codeOf(secret, world.now))
    await again.getByRole('button', { name: '登录' }).click()
    await again.getByRole('heading', { name: '今日待办' }).waitFor()
    assert.deepEqual(again.problems, [])
    await again.context().close()
  },

  async 'what the organization lacks is said in words, not in codes'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/organization')
    const gaps = await (await page.request.get(`${world.address}/api/v1/organization`)).json()
    await page.getByText('持证应急消防管理员').first().waitFor()
    const tags = await page.locator('.panel .ant-tag-orange').allInnerTexts()
    assert.equal(tags.length, gaps.villages.reduce((sum, one) => sum + one.missing.length, 0))
    for (const tag of tags) assert.match(tag, /[\u4e00-\u9fff]/)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
