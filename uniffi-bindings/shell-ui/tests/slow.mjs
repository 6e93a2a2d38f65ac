// A host under load: stands before it and holds single requests up.
import { createServer, request } from 'node:http'

/** Passes everything on to a host; `delay` says for how long a request of the bridge waits. */
export async function slow(host, delay) {
  const { hostname, port } = new URL(host.listening)
  const server = createServer(async (asked, answer) => {
    const parts = []
    for await (const part of asked) parts.push(part)
    const body = Buffer.concat(parts)
    const headers = { ...asked.headers, host: `${hostname}:${port}` }
    // The browser's own name for it is that of this server.
    if (headers.origin) headers.origin = host.listening
    const wait = asked.url === '/bridge/call' ? delay(JSON.parse(body.toString())) : 0
    if (wait > 0) await new Promise((later) => setTimeout(later, wait))
    const passed = request({ hostname, port, path: asked.url, method: asked.method, headers }, (given) => {
      answer.writeHead(given.statusCode, given.headers)
      given.pipe(answer)
    })
    passed.once('error', () => answer.destroy())
    passed.end(body)
  })
  await new Promise((up) => server.listen(0, '127.0.0.1', up))
  const listening = `http://127.0.0.1:${server.address().port}`
  return { listening, token: host.token, url: host.url.replace(host.listening, listening), stop: () => server.closeAllConnections() ?? server.close() }
}
