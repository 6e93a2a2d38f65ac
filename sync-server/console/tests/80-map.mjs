import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, signIn } from './harness.mjs'
import { pmtiles } from './tiles.mjs'

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
}

