// A real relay, and phones that are the development host with its pages in a browser.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

const run = promisify(execFile)
export const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)))
const relayBinary = process.env.WANGGE_RELAY_BIN ?? join(root, 'target/debug/wangge-relay')
const fieldBinary = process.env.WANGGE_FIELD_BIN ?? join(root, 'target/debug/wangge-field')
const townshipFile = join(root, 'fixtures/townships/qingfeng-import.json')
/** What no refusal shows: codes, marks of rules, English. */
export const MACHINE = /[a-z]+_[a-z]+|[A-Za-z]{3,}|S\d-\d\d|（设计|（手册|规则包/
/** A phone that is cheap today. */
export const PHONE = { width: 360, height: 780 }
export const photo = (name) => join(root, 'fixtures/photos', name)
/** The same shot anew: what showed how it was found does not show that it was put right. */
export const shotAnew = (name) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: Buffer.concat([readFileSync(photo(name)), Buffer.from([0xff, 1])]),
})

/** An instant in September 2026 by the clock of China. */
export function september(day, hour, minute = 0) {
  return Date.UTC(2026, 8, day, hour - 8, minute)
}

/** Waits for the first line of a program. */
function firstLine(program, what) {
  return new Promise((said, failed) => {
    createInterface({ input: program.stdout }).once('line', said)
    program.once('exit', () => failed(new Error(`${what} did not start`)))
  })
}

/** Ends a program and waits until it is gone. */
function end(program, signal) {
  return new Promise((gone) => {
    if (!program || program.exitCode !== null || program.signalCode !== null) return gone()
    program.once('exit', gone)
    program.kill(signal)
  })
}

/** A folder with a relay, on a clock that the test moves. */
export class World {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'wangge-shell-'))
    this.data = join(this.folder, 'relay')
    this.clock = join(this.folder, 'clock')
    this.hosts = new Map()
    this.at(september(8, 8))
  }

  at(ms) {
    this.now = ms
    writeFileSync(this.clock, String(ms))
  }

  async admin(...words) {
    const { stdout } = await run(relayBinary, [...words, '--data', this.data, '--clock', this.clock])
    return stdout
  }

  /** A command of somebody whose phone is the command line: an officer. */
  async phone(name, ...words) {
    const folder = join(this.folder, name)
    mkdirSync(folder, { recursive: true })
    const { stdout } = await run(fieldBinary, [...words, '--data', folder, '--clock', this.clock, '--json'], { maxBuffer: 1 << 26 })
    return stdout.trim() === '' ? {} : JSON.parse(stdout)
  }

  async begin() {
    await this.admin('init', '--tenant-name', '青峰镇', '--demo', '--listen', '127.0.0.1:0')
    await this.admin('grid', 'import', townshipFile)
    await this.serve()
    this.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    })
  }

  async serve() {
    const listen = this.listen ?? '127.0.0.1:0'
    const options = ['serve', '--data', this.data, '--clock', this.clock, '--listen', listen]
    this.relay = spawn(relayBinary, options, { stdio: ['ignore', 'pipe', 'ignore'] })
    const { listening } = JSON.parse(await firstLine(this.relay, 'the relay'))
    this.listen = listening.replace('https://', '')
  }

  stopRelay() {
    return end(this.relay, 'SIGTERM')
  }

  async link(name) {
    return JSON.parse(await this.admin('enroll-code', '--user', name, '--json')).link
  }

  /** Starts the development host of a person's phone. */
  async host(name) {
    const folder = join(this.folder, name)
    mkdirSync(folder, { recursive: true })
    const options = ['shell', '--data', folder, '--clock', this.clock, '--json']
    if (process.env.WANGGE_SHELL_PAGES) options.push('--pages', process.env.WANGGE_SHELL_PAGES)
    const program = spawn(fieldBinary, options, { stdio: ['ignore', 'pipe', 'inherit'] })
    const said = JSON.parse(await firstLine(program, 'the host'))
    const host = { ...said, program }
    this.hosts.set(name, host)
    return host
  }

  /** Kills a host as a phone kills an app. */
  async killHost(name) {
    await end(this.hosts.get(name)?.program, 'SIGKILL')
  }

  /** A page on a host, with whatever goes wrong in its script gathered. */
  async page(host) {
    const context = await this.browser.newContext({ viewport: PHONE, locale: 'zh-CN', reducedMotion: 'reduce', hasTouch: true, isMobile: true, deviceScaleFactor: 2 })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.problems = []
    page.on('pageerror', (problem) => page.problems.push(problem.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 404/.test(message.text())) page.problems.push(message.text())
    })
    await page.goto(host.url)
    return page
  }

  async end() {
    await this.browser?.close()
    for (const host of this.hosts.values()) await end(host.program, 'SIGKILL')
    await this.stopRelay()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A whole sync, after the one that the page may be running. */
export async function syncNow(host, args = {}) {
  for (;;) {
    const report = await bridge(host, 'sync.run', args).catch((problem) => {
      if (!problem.message.includes('"sync_running"')) throw problem
    })
    if (report) return report
    while ((await bridge(host, 'sync.state')).running) await new Promise((later) => setTimeout(later, 50))
  }
}

/** A sync from the page 上传情况, as a worker begins one: what the page began by itself is stopped before. */
export async function syncFromPage(page) {
  await page.waitForFunction(() => {
    const button = (name) => [...document.querySelectorAll('button')].find((it) => it.textContent === name && !it.disabled)
    const now = button('立即同步')
    if (!now) button('停下')?.click()
    now?.click()
    return now !== undefined
  }, undefined, { polling: 300 })
}

/** Somebody who takes on the grid of the worker, with a phone of their own: synced, and without a page. */
export async function colleague(world, name = '唐军') {
  if (!world.hosts.has(name)) {
    const [{ grid }] = await bridge(world.host1, 'premises.search', { query: '王家出租房', limit: 1 })
    await world.admin('user', 'grant', '--user', name, '--role', 'grid_worker', '--grid', grid)
    const host = await world.host(name)
    await bridge(host, 'phone.enroll', { link: await world.link(name) })
  }
  const host = world.hosts.get(name)
  await syncNow(host)
  return host
}

/** Calls a method of the bridge beside the page. */
export async function bridge(host, method, args = {}) {
  const response = await fetch(`${host.listening}/bridge/call`, {
    method: 'POST',
    headers: { origin: host.listening, authorization: `Bearer ${host.token}` },
    body: JSON.stringify({ method, args }),
  })
  const answer = await response.json()
  if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)}`)
  return answer.ok
}

const shots = fileURLToPath(new URL('./shots/', import.meta.url))

/** A picture of the page, if pictures were asked for. */
export async function shot(page, name) {
  if (!process.env.WANGGE_SHOTS) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

