import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createPort } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { URLSearchParams } from 'node:url'
import { openPage } from './harness.mjs'
import { World } from './relay.mjs'

const base64 = (value) => Buffer.from(value).toString('base64url')

/** A provider of OpenID Connect that signs with RS256; whoever comes is the person it was told of. */
class Provider {
  constructor(clock) {
    this.clock = clock
    this.person = 'station_officer-1'
    this.codes = new Map()
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    this.key = pair.privateKey
    this.jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }
  }

  async start() {
    this.server = createServer((request, response) => void this.answer(request, response))
    await new Promise((ready) => this.server.listen(0, '127.0.0.1', ready))
    this.issuer = `http://127.0.0.1:${String(this.server.address().port)}`
  }

  async answer(request, response) {
    const url = new URL(request.url, this.issuer)
    const json = (value, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(value))
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      const at = (path) => `${this.issuer}/${path}`
      return json({
        issuer: this.issuer, authorization_endpoint: at('authorize'), token_endpoint: at('token'), jwks_uri: at('keys'),
        response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
      })
    }
    if (url.pathname === '/keys') return json({ keys: [this.jwk] })
    if (url.pathname === '/authorize') {
      const code = randomBytes(16).toString('hex')
      this.codes.set(code, Object.fromEntries(url.searchParams))
      const back = new URL(url.searchParams.get('redirect_uri'))
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state'))
      response.writeHead(303, { location: back.href })
      return response.end()
    }
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const asked = this.codes.get(form.get('code'))
    this.codes.delete(form.get('code'))
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
    const known = request.headers.authorization === `Basic ${Buffer.from('wangge:shared').toString('base64')}`
    if (asked?.code_challenge !== challenge || !known) return json({ error: 'invalid_grant' }, 400)
    const now = Math.floor(this.clock() / 1000)
    const claims = { iss: this.issuer, aud: 'wangge', sub: '1', preferred_username: this.person, nonce: asked.nonce, iat: now, exp: now + 300 }
    const text = `${base64(JSON.stringify({ alg: 'RS256', kid: 'one' }))}.${base64(JSON.stringify(claims))}`
    const seal = sign('sha256', Buffer.from(text), this.key).toString('base64url')
    return json({ access_token: 'x', token_type: 'Bearer', id_token: `${text}.${seal}` })
  }
}

function freePort() {
  return new Promise((found) => {
    const server = createPort().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => found(port))
    })
  })
}

export const tests = {
  async 'the sign-on of the organisation opens the console, a stranger is told, and a long page keeps its words'({ browser }) {
    const world = new World()
    const provider = new Provider(() => world.now)
    await provider.start()
    try {
      world.listen = `127.0.0.1:${String(await freePort())}`
      const secret = join(world.folder, 'secret')
      writeFileSync(secret, 'shared')
      await world.begin(
        `\n[sign_on]\nname = "县政务统一认证"\nissuer = "${provider.issuer}"\nclient_id = "wangge"\n` +
          `client_secret_file = "${secret}"\naddress = "https://${world.listen}"\nclaim = "preferred_username"\n`,
      )
      const page = await openPage(browser, world)
      await page.goto(`${page.base}/`)
      provider.person = 'nobody-here'
      await page.getByRole('link', { name: '用县政务统一认证登录' }).click()
      await page.getByText('本系统没有与您对应的账号').waitFor()
      provider.person = 'station_officer-1'
      await page.getByRole('link', { name: '用县政务统一认证登录' }).click()
      await page.getByRole('heading', { name: '今日待办' }).waitFor()
      const cookies = await page.context().cookies()
      const session = cookies.find((one) => one.name === '__Host-wangge')
      assert.equal(session.sameSite, 'Strict')
      assert.equal(cookies.some((one) => one.name === '__Host-wangge-sign-on'), false)
      await page.context().close()
    } finally {
      provider.server.close()
      world.end()
    }
  },
}
