import { BridgeError } from '../bridge/call'
import { language, t } from '../text/words'
import { plain } from './plain'

/** What happened, in one sentence or two. */
export function happened(error: BridgeError): string {
  const { message, reason } = error
  const whole = reason && !message.includes(reason) ? `${message}：${reason}` : message
  if (language() === 'en') return whole
  return t.error.what[error.code] ?? plain(whole)
}

/** What became of what was entered. */
export function kept(error: BridgeError): string {
  if (error.code === 'photo_refused') return t.error.keptPhoto
  return t.error.kept[error.kept] ?? t.error.kept['everything'] ?? ''
}

/** What to do next: there is always something. */
export function next(error: BridgeError): string {
  if (error.findings.length > 0) return t.error.mend
  if (error.after !== null && error.after > 0) return t.error.wait(Math.ceil(error.after / 1000))
  const known = error.because === null ? undefined : t.error.because[error.because]
  return known ?? t.error.todo[error.code] ?? t.error.retry[error.retry] ?? t.error.retry['no'] ?? ''
}

/** Any failure as one of the bridge. */
export function asError(failure: unknown): BridgeError {
  return failure instanceof BridgeError ? failure : new BridgeError({ code: 'page', message: t.error.page })
}

/** All three in one line, for what is said in passing. */
export function explain(failure: unknown): string {
  const error = asError(failure)
  return `${happened(error)}。${kept(error)}。${t.error.next}${next(error)}`
}
