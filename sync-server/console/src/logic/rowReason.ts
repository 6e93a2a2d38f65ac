/**
 * Why the relay says something of a row of a file: Chinese, and behind it in brackets the same in English,
 * or the code of the rule.
 */
export interface RowReason {
  zh: string
  en?: string
  code?: string
}

/** Takes the two apart. */
export function rowReason(said: string): RowReason {
  const parts = /^(.*)（([ -~]+)）$/s.exec(said)
  const [, zh, behind] = parts ?? []
  if (zh === undefined || behind === undefined) return { zh: said }
  return behind.includes(' ') ? { zh, en: behind } : { zh, code: behind }
}
