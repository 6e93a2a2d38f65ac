import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, shot, signIn } from './harness.mjs'

const CAPTION = '=1+1 <img src=x onerror=alert(1)>'

/** A visit by a phone whose clock runs two hours fast, with a caption that wants to be more than words. */
async function visit(world, worker) {
  const clock = world.clock
  world.clock = join(world.folder, 'fast-clock')
  writeFileSync(world.clock, String(world.now + 2 * 3_600_000))
  try {
    await world.inspect(worker, '向阳养老院', (script) => ({
      ...script,
      photos: [{ file: script.answers[1].photos[0], caption: CAPTION, item: 'RH-04' }],
    }))
  } finally {
    world.clock = clock
  }
  await world.phone(worker, 'sync')
}

export const tests = {
  async 'a large photo comes with all that it says of itself'({ browser, world, second }) {
    await visit(world, second)
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/review')
    await page.locator('.queue-item').filter({ hasText: '向阳养老院' }).click()
    await page.getByRole('heading', { name: /向阳养老院/ }).getByText('时钟异常').waitFor()
    const place = page.locator('.facts').filter({ hasText: '检查位置' })
    await place.getByText(/距场所 \d{4,} 米/).waitFor()
    await page.getByText(/手机时间 .* · 收到/).first().waitFor()
    const hostile = page.locator('figure.photo').filter({ hasText: CAPTION })
    await hostile.getByText('时钟异常').waitFor()
    await hostile.getByRole('button').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('拍摄时间').waitFor()
    await dialog.getByText('相机时间').waitFor()
    await dialog.getByText('无定位').waitFor()
    await dialog.getByText('时钟异常').waitFor()
    await dialog.getByRole('definition').filter({ hasText: CAPTION }).waitFor()
    await shot(page, 'photo-large')
    // Wherever the focus is, the arrow keys go on.
    await page.keyboard.press('ArrowRight')
    await dialog.getByText(CAPTION).waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowLeft')
    await dialog.getByRole('definition').filter({ hasText: CAPTION }).waitFor()
    assert.equal(await page.locator('img[src="x"]').count(), 0)
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
