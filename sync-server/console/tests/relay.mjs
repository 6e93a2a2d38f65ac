// A real relay with a township's data on it: made by its own commands and filled by real phones.
import { Blob, Buffer } from 'node:buffer'
import { execFile, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)))
const relayBinary = process.env.WANGGE_RELAY_BIN ?? join(root, 'target/debug/wangge-relay')
const fieldBinary = process.env.WANGGE_FIELD_BIN ?? join(root, 'target/debug/wangge-field')
const townshipFile = join(root, 'fixtures/townships/qingfeng-import.json')

/** An instant in September 2026 by the clock of China. */
export function september(day, hour, minute = 0) {
  return Date.UTC(2026, 8, day, hour - 8, minute)
}

/** A form of the page for the public is this old when it is sent. */
const FILLED_IN_MS = 3_500

/** The people and accounts of the township. */
export const township = JSON.parse(readFileSync(townshipFile, 'utf8'))

/** Account and password of a role's n-th person. */
export function account(name) {
  const person = township.people.find((one) => one.account === name)
  return { user: person.signIn ?? person.account, password: person.password }
}

/** A folder with a relay and its phones, on a clock that the test moves. */
export class World {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'wangge-console-'))
    this.data = join(this.folder, 'relay')
    this.clock = join(this.folder, 'clock')
    this.forms = []
    this.at(september(8, 8))
  }

  /** Moves the clock. */
  at(ms) {
    this.now = ms
    writeFileSync(this.clock, String(ms))
  }

  async admin(...words) {
    const { stdout } = await run(relayBinary, [...words, '--data', this.data, '--clock', this.clock])
    return stdout
  }

  /**
   * Gives somebody an account and a role: over everything, or what `where` says, as `--grid` and a code.
   * Whoever is there already has the role besides.
   */
  async seat(account, name, role, ...where) {
    if (!township.people.some((one) => one.account === account)) {
      const password = `${account} at a desk`
      const words = ['user', 'add', '--name', name, '--account', account]
      const adding = run(relayBinary, [...words, '--data', this.data, '--clock', this.clock])
      adding.child.stdin.end(`${password}\n`)
      await adding
      township.people.push({ account, password })
    }
    await this.admin('user', 'grant', '--user', account, '--role', role, ...where)
  }

  async phone(name, ...words) {
    const folder = join(this.folder, name)
    mkdirSync(folder, { recursive: true })
    const options = ['--data', folder, '--clock', this.clock, '--json']
    const { stdout } = await run(fieldBinary, [...words, ...options], { maxBuffer: 1 << 26 }).catch((failed) => {
      throw new Error(`wangge-field ${words.join(' ')}: ${failed.stderr || failed.stdout || failed.message}`)
    })
    return stdout.trim() === '' ? {} : JSON.parse(stdout)
  }

  /** `lines` go into its configuration. */
  async begin(lines = '') {
    await this.admin('init', '--tenant-name', '青峰镇', '--demo', '--listen', '127.0.0.1:0')
    appendFileSync(join(this.data, 'relay.toml'), lines)
    await this.admin('grid', 'import', townshipFile)
    await this.serve()
  }

  async serve() {
    const before = this.relay
    // One that was told to end holds its folder until it has.
    if (before && before.exitCode === null && before.signalCode === null) await new Promise((ended) => before.once('exit', ended))
    this.relay = spawn(
      relayBinary,
      ['serve', '--data', this.data, '--clock', this.clock, '--listen', this.listen ?? '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const line = await new Promise((said, failed) => {
      createInterface({ input: this.relay.stdout }).once('line', said)
      this.relay.once('exit', () => failed(new Error('the relay did not start')))
    })
    this.address = JSON.parse(line).listening
    this.listen = this.address.replace('https://', '')
  }

  stopRelay() {
    this.relay?.kill()
  }

  /** Ends the relay, and waits until it has: what was under way may be answered until then. */
  async relayEnded() {
    const ended = new Promise((done) => this.relay.once('exit', done))
    this.relay.kill()
    await ended
  }

  /** Opens the page for the public, which runs by the machine's own clock. */
  async openIntake() {
    if (this.intake !== undefined) return
    this.intake = spawn(
      relayBinary,
      ['intake', '--folder', join(this.data, 'intake'), '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const line = await new Promise((said, failed) => {
      createInterface({ input: this.intake.stdout }).once('line', said)
      this.intake.once('exit', () => failed(new Error('the page for the public did not start')))
    })
    this.intakeAddress = JSON.parse(line).listening
  }

  /** The mark of a fresh form of that page. */
  async askForm() {
    await this.openIntake()
    const page = await (await fetch(this.intakeAddress)).text()
    return { mark: /name="form" value="([^"]+)"/.exec(page)[1], asked: Date.now() }
  }

  /** Somebody without an account reports what he sees: the codes that he takes home. */
  async publicReport(fields, photos = 1) {
    const { mark, asked } = this.forms.shift() ?? (await this.askForm())
    const form = new globalThis.FormData()
    form.set('form', mark)
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    const picture = readFileSync(join(root, 'fixtures/photos/summer-palace-640.jpg'))
    for (let at = 0; at < photos; at += 1) form.append('photo', new Blob([picture], { type: 'image/jpeg' }), 'p.jpg')
    // The page takes nothing that was filled in faster than a person can.
    await new Promise((done) => setTimeout(done, asked + FILLED_IN_MS - Date.now()))
    const answer = await fetch(`${this.intakeAddress}/report`, { method: 'POST', body: form })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`the report was refused: ${String(answer.status)} ${text}`)
    const of = (id) => new RegExp(`id="${id}">([^<]+)<`).exec(text)[1]
    return { receipt: of('receipt'), claim: of('claim') }
  }

  end() {
    this.intake?.kill()
    this.stopRelay()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Enrolls a phone for a person. */
  async enroll(name) {
    const said = JSON.parse(await this.admin('enroll-code', '--user', name, '--json'))
    await this.phone(name, 'enroll', said.link)
    await this.phone(name, 'sync')
  }

  /** Puts a premises on file. */
  async premises(worker, fields) {
    const file = join(this.folder, 'premises.json')
    const example = JSON.parse(readFileSync(join(root, 'fixtures/scripts/premises-example.json'), 'utf8'))
    writeFileSync(file, JSON.stringify({ fields: { ...example.fields, ...fields } }))
    return this.phone(worker, 'premises', 'add', file, '--anyway')
  }

  /** A folder with the photos of the fixtures, shot anew: a file that showed other premises shows none. */
  shots() {
    this.visits = (this.visits ?? 0) + 1
    const shots = join(this.folder, `shots-${String(this.visits)}/`)
    mkdirSync(shots)
    const photos = join(root, 'fixtures/photos')
    for (const name of readdirSync(photos).filter((it) => it.endsWith('.jpg'))) {
      const behind = Buffer.from([0xff, this.visits])
      writeFileSync(join(shots, name), Buffer.concat([readFileSync(join(photos, name)), behind]))
    }
    return shots
  }

  /** A whole visit; `change` may alter the example's script. */
  async inspect(worker, premises, change = (script) => script) {
    const folder = join(root, 'fixtures/scripts')
    const text = readFileSync(join(folder, 'inspect-example.json'), 'utf8')
    const script = JSON.parse(text.replaceAll('../photos/', this.shots()).replaceAll('"owner-strokes.json"', JSON.stringify(join(folder, 'owner-strokes.json'))))
    script.premises = { search: premises }
    const file = join(this.folder, 'visit.json')
    writeFileSync(file, JSON.stringify(change(script)))
    return this.phone(worker, 'inspect', file)
  }
}

/** What people may write as a name: it must stay text. */
export const HOSTILE = '<img src=x onerror=alert(1)>'

const NAMES = ['王家出租房', '兴隆旅社', '红梅小吃店', '文峰幼教中心', '老街五金店', '清溪网吧', HOSTILE, '向阳养老院']
const CATEGORIES = ['rental_housing', 'small_hotel', 'small_catering', 'small_school', 'small_shop', 'small_internet_cafe', 'rental_housing', 'nursing_home']

/** A township some days into its month: reports to review, notices that run and that ran out. */
export async function filled() {
  const world = new World()
  await world.begin()
  const [first, second] = ['邓子涵', '姚大明']
  for (const worker of [first, second]) await world.enroll(worker)
  for (const [index, name] of NAMES.entries()) {
    const worker = index < 5 ? first : second
    const place = index < 5 ? [29_160_000, 105_917_000] : [29_165_000, 105_950_000]
    await world.premises(worker, {
      name,
      category: CATEGORIES[index],
      village: index < 5 ? '场镇社区' : '胡豆坪村',
      door_number: `${String(12 + index)}号`,
      owner_phone: `1380000000${String(index)}`,
      latitude_microdegrees: place[0] + index * 1_700,
      longitude_microdegrees: place[1] + index * 900,
    })
  }
  world.at(september(8, 9))
  await world.inspect(first, NAMES[0])
  world.at(september(8, 11))
  await world.inspect(second, '18号')
  for (const worker of [first, second]) await world.phone(worker, 'sync')
  world.at(september(8, 15))
  // Asked for now, they are old enough when a test sends them.
  for (let form = 0; form < 4; form += 1) world.forms.push(await world.askForm())
  return { world, first, second }
}
