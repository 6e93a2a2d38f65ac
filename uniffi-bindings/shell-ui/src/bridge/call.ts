import type { Asked, Given, Method } from './methods'
import type { Attached, Fault, Finding, PhotoInput } from './types'
import { ASIDE, READING } from './reading'
import { send, sendPhoto } from './transport'
import { language, t } from '../text/words'

/** Why a call gave no answer: what happened, what was kept, whether to try again. */
export class BridgeError extends Error {
  code: string
  kept: string
  retry: string
  findings: Finding[]
  reason: string | null
  /** The code of the rule's reason: what to do depends on it. It is shown to nobody. */
  because: string | null
  /** How long to wait before it is tried again, if that is known. */
  after: number | null
  constructor(error: Fault) {
    super(language() === 'en' ? (error.message_en ?? error.message) : error.message)
    this.code = error.code
    this.kept = error.kept ?? 'everything'
    this.retry = error.retry?.when ?? 'no'
    this.after = error.retry?.after_ms ?? null
    this.findings = error.findings ?? []
    this.reason = error.reason?.text ?? null
    this.because = error.reason?.code ?? null
  }
}

const listeners = new Set<() => void>()
/** After these nobody asks again. */
const QUIET: ReadonlySet<Method> = new Set<Method>([...READING, ...ASIDE])

/** Told whenever something may have changed. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says that something changed. */
export function changed(): void {
  for (const listener of listeners) listener()
}

/** The answer of what is sent, or why there is none. */
export async function opened<T>(sending: () => Promise<string>): Promise<T> {
  let answer: { ok?: T; error?: Fault }
  try {
    answer = JSON.parse(await sending())
  } catch {
    throw new BridgeError({ code: 'host', message: t.error.host })
  }
  if (answer.error) throw new BridgeError(answer.error)
  return answer.ok as T
}

/** Calls a method of the bridge, by name and arguments of docs/BRIDGE.md. */
export async function call<M extends Method>(method: M, ...[args = {}]: Asked<M>): Promise<Given<M>> {
  const answer = await opened<Given<M>>(() => send(JSON.stringify({ method, args })))
  if (!QUIET.has(method)) changed()
  return answer
}

/** Attaches a photo to a record. */
export async function attach(args: PhotoInput, photo: Blob): Promise<Attached> {
  const answer = await opened<Attached>(() => sendPhoto(args, photo))
  changed()
  return answer
}
