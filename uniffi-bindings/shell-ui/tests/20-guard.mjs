import assert from 'node:assert/strict'
import { request } from 'node:http'
import { bridge } from './world.mjs'

/** A request with headers that a browser would not let a page set. */
function raw(host, { method = 'GET', path = '/', headers = {}, body = '' }) {
  const { port } = new URL(host.listening)
  return new Promise((done, failed) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = ''
      response.on('data', (part) => (text += part))
      response.on('end', () => done({ status: response.statusCode, text, headers: response.headers }))
    })
    asked.once('error', failed)
    asked.end(body)
  })
}

export const tests = {
  async 'a wrong token, a foreign origin and a rebound name open nothing'({ host1: host }) {
    const name = host.listening.replace('http://', '')
    const good = { host: name, origin: host.listening, authorization: `Bearer ${host.token}` }
    const ask = (headers) => raw(host, { method: 'POST', path: '/bridge/call', headers, body: '{"method":"phone.status"}' })
    assert.equal((await ask(good)).status, 200)
    assert.equal((await ask({ ...good, authorization: `Bearer ${'0'.repeat(64)}` })).status, 401)
    assert.equal((await ask({ ...good, authorization: '' })).status, 401)
    assert.equal((await ask({ ...good, origin: 'https://evil.example' })).status, 403)
    assert.equal((await ask({ ...good, origin: 'null' })).status, 403)
    const bare = { ...good }
    delete bare.origin
    assert.equal((await ask(bare)).status, 403)
    assert.equal((await ask({ ...good, host: `evil.example:${new URL(host.listening).port}` })).status, 421)
    assert.equal((await ask({ ...good, 'sec-fetch-site': 'cross-site' })).status, 403)
    const rebound = await raw(host, { headers: { host: 'evil.example' } })
    assert.equal(rebound.status, 421)
    assert.ok(!rebound.text.includes('青峰'))
    const first = await raw(host, { headers: { host: name } })
    assert.match(first.headers['content-security-policy'], /default-src 'none'/)
    assert.ok(!first.text.includes(host.token), 'no page holds the token')
    for (const path of ['/../Cargo.toml', '/%2e%2e/x', '/.gitignore', '/bridge/photo/x/y', '/bridge/nothing']) {
      const answer = await raw(host, { path, headers: { ...good } })
      assert.ok([404, 401].includes(answer.status), `${path}: ${answer.status}`)
    }
  },

  async 'a page of another site cannot reach the bridge'(world) {
    const context = await world.browser.newContext()
    const page = await context.newPage()
    await page.goto('data:text/html,<title>evil</title>')
    const reached = await page.evaluate(async ([url, token]) => {
      try {
        const response = await fetch(`${url}/bridge/call`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: '{"method":"phone.status"}' })
        return await response.text()
      } catch (problem) {
        return 'blocked'
      }
    }, [world.host1.listening, world.host1.token])
    assert.equal(reached, 'blocked')
    await context.close()
  },

  async 'bad requests are typed errors and break nothing'({ host1: host }) {
    const bad = [
      ['premises.get', { premises: '没有这个' }, 'bad_request'],
      ['premises.get', { premises: '019b8bab-0680-7000-8000-00000000dead' }, 'unknown_record'],
      ['premises.search', { query: '🔥'.repeat(5000), limit: 5 }, null],
      ['inspection.start', { premises: '019b8bab-0680-7000-8000-00000000dead', mode: '乱写' }, 'bad_request'],
      ['no.such', {}, 'bad_request'],
    ]
    for (const [method, args, code] of bad) {
      const got = await bridge(host, method, args).then(() => null, (problem) => problem.message)
      if (code === null) assert.equal(got, null, method)
      else assert.match(got ?? 'ok', new RegExp(`"code":"${code}"`), method)
    }
  },
}
