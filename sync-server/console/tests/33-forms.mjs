import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, pickDay, signIn } from './harness.mjs'
import { account } from './relay.mjs'

const RESTORED = '已恢复您上次填写、尚未提交的内容'

const kept = (page) =>
  page.evaluate(() =>
    Object.entries(window.sessionStorage)
      .filter(([name]) => name.startsWith('wangge-draft:'))
      .map(([, value]) => value)
      .join(),
  )

const press = (name) => (page) => page.getByRole('button', { name }).first().click()
const manage = (act) => async (page) => {
  await page.getByRole('button', { name: /^管理 / }).first().click()
  await page.getByRole('menuitem', { name: act }).click()
}
const grid = (name) => async (page) => {
  await page.locator('.ant-tree-title').nth(1).click()
  await page.getByRole('button', { name }).click()
}

/** Forms: where each stands, what opens it, and what is typed into which of its fields. */
const FORMS = {
  'a person': ['/admin/people', press('新增人员'), { 姓名: '司徒新', 电话: '' }],
  'a deputy': ['/admin/people', manage('请假代理'), { '至（含）': '2026-12-24' }],
  'a certificate': ['/admin/credentials', press('登记证书'), { 编号: '川火2026-7', 发证单位: '县消防救援大队' }],
  'a grid': ['/admin/grids', grid('修改'), { 名称: '场镇社区（东）' }],
  'the end of a grid': ['/admin/grids', grid('撤销'), { 原因: '并入相邻网格' }],
  'an order to a phone': ['/admin/devices', manage('锁定'), { 原因: '手机遗失' }],
  'a campaign': ['/registers/campaign', press('登记一行'), { 事项: 'electric-bikes', 依据或原因: '专项整治' }],
  'a case': ['/cases/call', press(/^登记 · /), { 相关场所或记录编号: '车站路', 事由: '夜间违规动火' }],
}

export const tests = {
  async 'every form of administration, registers and cases has what was typed again after a reload'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1')
    for (const [name, [path, open, typed]] of Object.entries(FORMS)) {
      await page.goto(page.base + path)
      await open(page)
      const dialog = page.getByRole('dialog')
      const field = (label) => dialog.getByLabel(label, { exact: true })
      for (const [label, words] of Object.entries(typed)) {
        if (label === '至（含）') await pickDay(page, field(label), words)
        else await field(label).fill(words)
      }
      await page.reload()
      await open(page)
      await dialog.getByText(RESTORED).waitFor()
      for (const [label, words] of Object.entries(typed)) assert.equal(await field(label).inputValue(), words, `${name} ${label}`)
      await dialog.getByRole('button', { name: '清空重填' }).click()
      assert.equal(await kept(page), '', name)
      for (const [label, words] of Object.entries(typed)) if (words !== '') assert.notEqual(await field(label).inputValue(), words, name)
    }
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a new password is not kept, whoever types it'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/admin/people')
    const open = manage('账号与密码')
    await open(page)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('账号', { exact: true }).fill('new-account')
    await dialog.getByLabel('新密码', { exact: true }).fill('geheim-geheim')
    assert.match(await kept(page), /new-account/)
    assert.doesNotMatch(await kept(page), /geheim/)
    await page.reload()
    await open(page)
    await dialog.getByText(RESTORED).waitFor()
    assert.equal(await dialog.getByLabel('账号', { exact: true }).inputValue(), 'new-account')
    assert.equal(await dialog.getByLabel('新密码', { exact: true }).inputValue(), '')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a code of a reward, the name of a view and a pack with its day are there again too'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'relay_admin-1', '/admin/policy')
    const packs = await (await page.request.get(`${world.address}/api/v1/policy-packs`)).json()
    const { revision } = packs[0]
    const now = await (await page.request.get(`${world.address}/api/v1/policy-packs/${revision}`)).json()
    const [plain, signed] = ['kept.json', 'kept-signed.json'].map((name) => join(world.folder, name))
    writeFileSync(plain, JSON.stringify({ ...now, revision: revision + 1, name: '留着的政策包' }))
    await world.admin('policy', 'sign', plain, '--out', signed)
    const dialog = page.getByRole('dialog')
    const open = () => page.getByRole('button', { name: '上传已签署的政策包' }).click()
    await open()
    await dialog.locator('input[type=file]').setInputFiles(signed)
    await dialog.getByText('签名有效').waitFor()
    await pickDay(page, dialog.getByLabel('生效日期'), '2026-12-01')
    await page.reload()
    await open()
    await dialog.getByText(RESTORED).waitFor()
    // It was checked again: only then can it be put into force.
    await dialog.getByText('签名有效').waitFor()
    await dialog.getByRole('cell', { name: '"留着的政策包"' }).or(dialog.getByText('留着的政策包')).first().waitFor()
    assert.equal(await dialog.getByLabel('生效日期').inputValue(), '2026-12-01')
    await dialog.getByRole('button', { name: '清空重填' }).click()
    assert.equal(await kept(page), '')
    assert.ok(await dialog.getByRole('button', { name: '确认生效' }).isDisabled())
    await page.context().clearCookies()

    await signIn(page, 'station_officer-1', '/rewards/public')
    await page.getByLabel('领奖码').fill('WXYZ-5678')
    await page.reload()
    await page.getByText(RESTORED).waitFor()
    assert.equal(await page.getByLabel('领奖码').inputValue(), 'WXYZ-5678')
    await page.getByRole('button', { name: '清空重填' }).click()
    assert.equal(await page.getByLabel('领奖码').inputValue(), '')
    assert.equal(await kept(page), '')

    await page.goto(`${page.base}/hazards?open=1`)
    const name = async () => {
      await page.getByRole('button', { name: '常用条件' }).click()
      await page.getByRole('menuitem', { name: '保存为常用条件' }).click()
    }
    await name()
    await dialog.getByLabel('名称').fill('本周要办的')
    await page.reload()
    await name()
    await dialog.getByText(RESTORED).waitFor()
    assert.equal(await dialog.getByLabel('名称').inputValue(), '本周要办的')
    await dialog.getByRole('button', { name: '保存' }).click()
    assert.equal(await kept(page), '')
    await page.getByRole('button', { name: '常用条件' }).click()
    await page.getByRole('menuitem', { name: '本周要办的' }).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'a row of a register is entered after the session ran out in the middle of it'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/registers/campaign')
    await page.getByRole('button', { name: '登记一行' }).click()
    const dialog = page.getByRole('dialog').filter({ hasText: '内容' })
    await dialog.getByLabel('事项', { exact: true }).fill('winter')
    await dialog.getByLabel('名称', { exact: true }).fill('今冬明春火灾防控')
    await dialog.getByLabel('依据或原因', { exact: true }).fill('今冬明春')
    world.at(world.now + 3 * 3_600_000)
    // What the page asks by itself may have met the end of the session before, and stands above the form.
    await dialog.getByRole('button', { name: '保存' }).dispatchEvent('click')
    const again = page.getByRole('dialog').filter({ hasText: '登录已过期' })
    await again.getByLabel('密码', { exact: true }).waitFor()
    assert.equal(await dialog.getByLabel('事项', { exact: true }).inputValue(), 'winter')
    // Reloaded now, the page asks to sign in, and the form is as it was.
    await page.reload()
    const { user, password } = account('station_officer-1')
    await page.getByLabel('账号').fill(user)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('button', { name: '登记一行' }).click()
    await dialog.getByText(RESTORED).waitFor()
    assert.equal(await dialog.getByLabel('事项', { exact: true }).inputValue(), 'winter')
    assert.equal(await dialog.getByLabel('名称', { exact: true }).inputValue(), '今冬明春火灾防控')
    assert.equal(await dialog.getByLabel('依据或原因', { exact: true }).inputValue(), '今冬明春')
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'no page shows the whole number of whoever is answerable, and it stays on file'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1')
    const api = `${world.address}/api/v1`
    const { items } = await (await page.request.get(`${api}/hazards?open=true&limit=50`)).json()
    const read = async (id) => (await page.request.get(`${api}/records/${id}`)).json()
    const cards = await Promise.all(items.map((item) => read(item.id)))
    const { id } = cards.find((card) => card.allowed_actions.includes('responsibility_set'))
    const responsible = { unit: '王家出租房', leader: '吕平', person: '王房东', phone: '13812345678' }
    const hidden = { ...responsible, phone: '138****5678' }
    const whole = async () => {
      const look = await page.request.post(`${api}/records/${id}/contacts`, {
        headers: { 'wangge-csrf': '1' },
        data: { reason: '核对登记的电话' },
      })
      return (await look.json()).phones.responsible_phone
    }
    const set = await page.request.post(`${api}/records/${id}/events`, {
      headers: { 'wangge-csrf': '1' },
      data: { responsibility_set: responsible },
    })
    assert.equal((await set.json()).applied, true)
    await page.goto(`${page.base}/hazards/${id}`)
    await page.getByText('王房东 138****5678').waitFor()
    const act = page.locator('.actions').getByRole('button', { name: '责任落实' })
    await act.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/已登记 138\*\*\*\*5678/).waitFor()
    assert.equal(await dialog.getByLabel('责任人', { exact: true }).inputValue(), '王房东')
    const shown = async () =>
      page.evaluate(() => document.body.innerText + [...document.querySelectorAll('input, textarea')].map((it) => it.value).join())
    assert.doesNotMatch(await shown(), /13812345678/)
    await dialog.getByLabel('责任领导').fill('吕平（站长）')
    assert.doesNotMatch(await kept(page), /13812345678/)
    await dialog.getByRole('button', { name: '办理' }).click()
    await page.getByText('责任落实：已办理').waitFor()
    assert.deepEqual((await read(id)).responsible, { ...hidden, leader: '吕平（站长）' })
    assert.equal(await whole(), responsible.phone)
    // Of somebody else the number is not.
    await dialog.waitFor({ state: 'detached' })
    await act.click()
    await dialog.getByLabel('责任人', { exact: true }).fill('李房东')
    await dialog.getByRole('button', { name: '办理' }).click()
    await page.getByText(/李房东/).first().waitFor()
    assert.equal((await read(id)).responsible.phone ?? '', '')
    assert.equal(await whole(), undefined)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
