import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, signIn } from './harness.mjs'
import { World } from './relay.mjs'
import { pmtiles } from './tiles.mjs'
import { workbook } from './workbook.mjs'

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** How many metres from where it lies a premises is drawn: base maps in other coordinates move it. */
async function metersOff(page, premises) {
  await page.waitForFunction(() => document.querySelector('.maplibregl-map')?.wanggeMap?.isStyleLoaded() === true)
  const look = ([id, center]) => {
    const map = document.querySelector('.maplibregl-map').wanggeMap
    map.jumpTo({ center, zoom: 17 })
    return new Promise((done) => map.once('idle', done).triggerRepaint()).then(
      () => map.queryRenderedFeatures({ layers: ['points'] }).find((one) => one.properties.id === id)?.geometry.coordinates,
    )
  }
  const [x, y] = premises.geometry.coordinates
  // Where it lies, and where GCJ-02 has it around here: 340 m to the east and to the south.
  const centers = [[x, y], [x + 0.003_46, y - 0.003_12]]
  let drawn
  // The points come with the answer of the relay, which the map draws in a thread of its own.
  for (let tries = 0; tries < 20 && drawn === undefined; tries += 1) {
    drawn = await page.evaluate(look, [premises.id, centers[tries % 2]])
  }
  assert.ok(drawn, 'it is drawn')
  const degree = 111_320
  return Math.hypot((drawn[0] - x) * degree * Math.cos((y * Math.PI) / 180), (drawn[1] - y) * degree)
}

export const tests = {
  async 'the map draws the township’s own tiles, in their coordinates, and does without'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/map')
    await page.getByText('未配置底图').waitFor()
    const tiles = join(world.data, 'basemap.pmtiles')
    writeFileSync(tiles, pmtiles())
    writeFileSync(join(world.data, 'basemap.json'), JSON.stringify({ coordinates: 'gcj02', attribution: '审图号 测试' }))
    try {
      const [range] = await Promise.all([
        page.waitForResponse((answer) => answer.url().includes('basemap.pmtiles') && answer.status() === 206),
        page.reload(),
      ])
      assert.match(range.headers()['content-range'], /^bytes 0-/)
      await page.getByText('底图坐标系：GCJ-02').waitFor()
      await page.locator('.maplibregl-ctrl-attrib').getByText('审图号 测试').waitFor({ state: 'attached' })
      const whole = await page.request.get(`${world.address}/api/v1/basemap.pmtiles`)
      assert.equal(whole.status(), 416, 'nobody needs the whole file at once')
      await page.waitForFunction(() => document.querySelector('.maplibregl-canvas') !== null)
      const { features } = await (await page.request.get(`${world.address}/api/v1/map.geojson`)).json()
      const shop = features.find((one) => one.properties.name === '红梅小吃店')
      // GCJ-02 moves what lies here by 484 m; what is stored stays as it is.
      const off = await metersOff(page, shop)
      assert.ok(off > 470 && off < 500, `${String(off)} m`)
      writeFileSync(join(world.data, 'basemap.json'), JSON.stringify({ coordinates: 'cgcs2000', attribution: '审图号 测试' }))
      await page.reload()
      await page.getByText('底图坐标系：CGCS2000').waitFor()
      assert.ok((await metersOff(page, shop)) < 5)
      assert.deepEqual(page.problems, [])
      // A damaged file takes the base map away, not the map.
      writeFileSync(tiles, 'not tiles')
      await page.reload()
      await page.getByText('底图文件无法读取').waitFor()
      await page.locator('.maplibregl-canvas').waitFor()
    } finally {
      rmSync(tiles)
    }
    await page.context().close()
  },

  async 'a premises lies where it is, a click opens it, and the filters filter'({ browser, world }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/map')
    const all = await (await page.request.get(`${world.address}/api/v1/map.geojson`)).json()
    const shop = all.features.find((one) => one.properties.name === '红梅小吃店')
    assert.deepEqual(shop.geometry.coordinates.map((it) => it.toFixed(4)), ['105.9188', '29.1634'], 'as it was put on file')
    await page.locator('.maplibregl-map').waitFor()
    /** What is drawn at this place, looked at from near by: ids of premises. */
    const drawnAt = (coordinates) =>
      page.evaluate(async (center) => {
        const box = document.querySelector('.maplibregl-map')
        const map = box.wanggeMap
        map.jumpTo({ center, zoom: 18 })
        await new Promise((done) => map.once('idle', done).triggerRepaint())
        const { x, y } = map.project(center)
        const around = box.getBoundingClientRect()
        const ids = map.queryRenderedFeatures([x, y], { layers: ['points'] }).map((one) => one.properties.id)
        return { ids, x: around.x + x, y: around.y + y }
      }, coordinates)
    await page.waitForFunction(() => document.querySelector('.maplibregl-map').wanggeMap?.isStyleLoaded() === true)
    let drawn
    // The points come with the answer of the relay, which the map draws in a thread of its own.
    for (let tries = 0; tries < 20 && drawn?.ids.length !== 1; tries += 1) drawn = await drawnAt(shop.geometry.coordinates)
    assert.deepEqual(drawn.ids, [shop.id])
    const [x, y] = shop.geometry.coordinates
    assert.deepEqual((await drawnAt([x + 0.002, y])).ids, [], 'beside it there is nothing')

    // Another category takes it away, its own brings it back.
    const choose = async (option) => {
      await page.getByRole('combobox', { name: '类别' }).fill(option)
      await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
    }
    const reference = await (await page.request.get(`${world.address}/api/v1/reference`)).json()
    const named = (id) => reference.categories.find((one) => one.id === id).zh
    for (const [category, ids] of [
      ['small_hotel', []],
      [shop.properties.category, [shop.id]],
    ]) {
      const [answer] = await Promise.all([page.waitForResponse(/map\.geojson\?.*category=/), choose(named(category))])
      const found = (await answer.json()).features
      const filtered = all.features.filter((one) => one.properties.category === category)
      assert.deepEqual(found.map((one) => one.id).sort(), filtered.map((one) => one.id).sort(), category)
      let seen
      for (let tries = 0; tries < 20 && seen?.ids.join() !== ids.join(); tries += 1) seen = await drawnAt(shop.geometry.coordinates)
      assert.deepEqual(seen.ids, ids, category)
    }
    const [ringed] = await Promise.all([
      page.waitForResponse(/map\.geojson\?.*unvisited=true/),
      page.getByRole('checkbox', { name: '从未检查过' }).check(),
    ])
    assert.ok((await ringed.json()).features.every((one) => !one.properties.visited))
    await page.getByRole('checkbox', { name: '从未检查过' }).uncheck()

    let there
    for (let tries = 0; tries < 20 && there?.ids.length !== 1; tries += 1) there = await drawnAt(shop.geometry.coordinates)
    await page.mouse.click(there.x, there.y)
    await page.waitForURL(new RegExp(`/premises/${shop.id}$`))
    await page.getByRole('heading', { name: '红梅小吃店' }).waitFor()
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },

  async 'of many premises without a position it is said that only some are named'({ browser }) {
    const world = new World()
    try {
      await world.begin()
      const page = await openPage(browser, world)
      await signIn(page, 'station_officer-1', '/map')
      const api = `${world.address}/api/v1`
      const grids = await (await page.request.get(`${api}/grids`)).json()
      const { code } = grids.find((it) => it.level === 'small' && it.valid_until == null)
      const rows = Array.from({ length: 130 }, (_, at) => [code, `无坐标场所${String(at)}`, 'small_shop', `${String(at)}组${String(at)}号`])
      const data = workbook({ 名单: [['网格', '名称', '类别', '详细地址'], ...rows] })
      const send = async (path) => {
        const answer = await page.request.post(`${api}/${path}`, { headers: { 'wangge-csrf': '1', 'content-type': WORKBOOK }, data })
        assert.equal(answer.status(), 200, await answer.text())
        return answer.json()
      }
      const looked = await send('premises-imports')
      const { entered } = await send(`premises-imports/${looked.import}/confirm`)
      assert.equal(entered.length, 130)
      await page.goto(`${page.base}/map`)
      await page.getByText('130 处没有定位，不在图上').waitFor()
      await page.getByText('下面只列出前 100 处').waitFor()
      assert.equal(await page.getByRole('link', { name: /^无坐标场所/ }).count(), 100)
      assert.deepEqual(page.problems, [])
      await page.context().close()
    } finally {
      world.end()
    }
  },
}
