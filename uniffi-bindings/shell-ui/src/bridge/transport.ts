// How a request reaches the core: through the native host's object, or over loopback.

/** What a native host puts into the page. It passes strings, nothing else. */
interface NativeHost {
  /** Starts a call; the host answers by `wanggeAnswer(id, text)`. */
  call(id: number, request: string): void
  /** Whether the host has the bytes of a file by this name: they need not cross as text. */
  holds?(name: string): boolean
  /** `photo.attach` with such a file; the host answers as to `call`. */
  attach?(id: number, args: string, name: string): void
  /** What the host does besides passing text: names of `Ability` with commas between. */
  abilities?(): string
  /** Asks for one of them; the host answers as to `call`. */
  host?(id: number, request: string): void
}

declare global {
  interface Window {
    wanggeHost?: NativeHost
    /** Abilities of a host that can only be sent messages. */
    wanggeAbilities?: string
    wanggeAnswer?: (id: number, answer: string) => void
    webkit?: { messageHandlers?: { wangge?: { postMessage(message: { id: number; request: string; host?: boolean }): void } } }
  }
}

const TOKEN = 'wangge-token'
/** A page that goes away may leave 64 KiB of requests behind; Chinese takes three bytes a letter. */
const MOST_KEPT_ALIVE = 10_000

/** The token of this run of the development host, out of the address it printed. */
function takeToken(): string {
  const found = /^#([0-9a-f]{64})$/.exec(location.hash)
  if (found?.[1]) {
    sessionStorage.setItem(TOKEN, found[1])
    // It must not stay in the address: addresses are shown, shared and kept.
    history.replaceState(null, '', `${location.pathname}#/`)
  }
  return sessionStorage.getItem(TOKEN) ?? ''
}

const native: NativeHost | undefined =
  window.wanggeHost ??
  (window.webkit?.messageHandlers?.wangge
    ? {
        call: (id, request) => window.webkit?.messageHandlers?.wangge?.postMessage({ id, request }),
        abilities: () => window.wanggeAbilities ?? '',
        host: (id, request) => window.webkit?.messageHandlers?.wangge?.postMessage({ id, request, host: true }),
      }
    : undefined)
const token = native ? '' : takeToken()

const waiting = new Map<number, (answer: string) => void>()
let last = 0
window.wanggeAnswer = (id, answer) => {
  waiting.get(id)?.(answer)
  waiting.delete(id)
}

/** Starts a call of the native host, and gives its answer. */
function ask(start: (id: number) => void): Promise<string> {
  last += 1
  const id = last
  return new Promise((answered) => {
    waiting.set(id, answered)
    start(id)
  })
}

/** Sends a request and gives the answer, both as text. */
export async function send(request: string): Promise<string> {
  if (native) return ask((id) => native.call(id, request))
  return post('bridge/call', request, { 'content-type': 'application/json' })
}

/** Whether a native host is there, which asks the phone for network and battery itself. */
export function hostKnowsPhone(): boolean {
  return native !== undefined
}

/** What the host can do besides. */
export function hostAbilities(): string[] {
  return native?.abilities?.().split(',') ?? []
}

/** Asks the host itself, not the core. */
export function sendToHost(request: string): Promise<string> {
  return ask((id) => native?.host?.(id, request))
}

/** Sends a photo with its arguments. */
export async function sendPhoto(args: object, photo: Blob): Promise<string> {
  if (native) {
    const name = photo instanceof File ? photo.name : ''
    if (name && native.holds?.(name)) return ask((id) => native.attach?.(id, JSON.stringify(args), name))
    return send(JSON.stringify({ method: 'photo.attach', args: { ...args, base64: await base64(photo) } }))
  }
  const bytes = new TextEncoder().encode(JSON.stringify(args))
  const header = btoa(String.fromCharCode(...bytes))
  return post('bridge/photo', photo, { 'x-wangge-args': header })
}

/** The bytes of a photo's copy, or null if they are not on this phone. */
export async function fetchPhoto(photo: string, role: string): Promise<Blob | null> {
  if (native) {
    const answer = JSON.parse(await send(JSON.stringify({ method: 'photo.bytes', args: { photo, role } })))
    return answer.ok ? bytesOf(answer.ok.base64, 'image/jpeg') : null
  }
  const response = await fetch(`bridge/photo/${photo}/${role}`, { headers: { authorization: `Bearer ${token}` } })
  return response.ok ? response.blob() : null
}

/** Bytes out of Base64. */
export function bytesOf(text: string, type: string): Blob {
  const raw = atob(text)
  const bytes = new Uint8Array(raw.length)
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at)
  return new Blob([bytes], { type })
}

async function post(path: string, body: BodyInit, headers: Record<string, string>): Promise<string> {
  // What was typed arrives even if the page goes away before the answer.
  const keepalive = typeof body === 'string' && body.length < MOST_KEPT_ALIVE
  const response = await fetch(path, { method: 'POST', body, keepalive, headers: { ...headers, authorization: `Bearer ${token}` } })
  return response.text()
}

function base64(blob: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => failed(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(blob)
  })
}
