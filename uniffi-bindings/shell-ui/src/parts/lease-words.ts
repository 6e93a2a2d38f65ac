import type { BridgeError } from '../bridge/call'
import { t, words } from '../text/words'

/** Why a code was not signed or not taken, in words of the one who holds it. */
export function leaseWords(error: BridgeError | undefined, table: Record<string, string>, nobody: string): string | undefined {
  if (!error) return undefined
  if (error.because === 'no_permission') return nobody
  if (error.code !== 'invalid_input') return undefined
  // English answers hold the code itself, Chinese ones its word.
  const says = (code: string) => error.message.includes(code) || error.message.includes(words('input', code))
  const [, from, to] = /(\d+) to (\d+)/.exec(error.message) ?? []
  if (says('days') && from && to) return t.leaseSign.badDays(t.error.range(from, to))
  // The most particular word comes first in the table.
  return table[Object.keys(table).find(says) ?? '']
}
