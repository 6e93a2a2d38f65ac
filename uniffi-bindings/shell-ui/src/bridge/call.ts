import type { At } from '../parts/locate'
import { send, sendPhoto } from './transport'
import { zh } from '../text/zh'

/** Something to mend. */
export interface Finding {
  level: 'advice' | 'blocking'
  code: string
  key: string
  detail: string
  text: string
}

/** Why a call gave no answer: what happened, what was kept, whether to try again. */
export class BridgeError extends Error {
  code: string
  kept: string
  retry: string
  findings: Finding[]
  reason: string | null
  constructor(error: { code: string; message: string; kept?: string; retry?: { when: string }; findings?: Finding[]; reason?: { text: string } }) {
    super(error.message)
    this.code = error.code
    this.kept = error.kept ?? 'everything'
    this.retry = error.retry?.when ?? 'no'
    this.findings = error.findings ?? []
    this.reason = error.reason?.text ?? null
  }
}

const listeners = new Set<() => void>()
const READING = /\.(get|list|read|kinds|search|near|history|conflicts|status|opened|grids|people|contacts|due|tasks|month|jobs|card|rewards|lessons|guide|state|strokes|bytes|owner_code|make)$|^form\.|^pin\.state$/

/** Told whenever something may have changed. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says that something changed. */
export function changed(): void {
  for (const listener of listeners) listener()
}

function open<T>(text: string): T {
  let answer: { ok?: T; error?: ConstructorParameters<typeof BridgeError>[0] }
  try {
    answer = JSON.parse(text)
  } catch {
    throw new BridgeError({ code: 'host', message: zh.error.host })
  }
  if (answer.error) throw new BridgeError(answer.error)
  return answer.ok as T
}

async function reach(sending: () => Promise<string>): Promise<string> {
  try {
    return await sending()
  } catch {
    throw new BridgeError({ code: 'host', message: zh.error.host })
  }
}

/** Calls a method of the bridge. */
export async function call<T>(method: string, args: object = {}): Promise<T> {
  const answer = open<T>(await reach(() => send(JSON.stringify({ method, args }))))
  if (!READING.test(method)) changed()
  return answer
}

/** Attaches a photo to a record. */
export async function attach(
  args: { target: string; item?: string; stage: string; caption?: string; imported?: boolean; position?: At | null },
  photo: Blob,
): Promise<{ photo: string; damage: string | null }> {
  const answer = open<{ photo: string; damage: string | null }>(await reach(() => sendPhoto(args, photo)))
  changed()
  return answer
}
