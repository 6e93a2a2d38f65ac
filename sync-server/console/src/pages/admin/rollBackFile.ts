import { packOf } from './packQuery'

/**
 * Gives an earlier pack as a file with a new revision, to be signed where the policy key is kept:
 * the relay makes no signature of that key.
 */
export async function rollBackFile(revision: number, next: number): Promise<void> {
  const pack = { ...(await packOf(revision)), revision: next }
  const blob = new Blob([JSON.stringify(pack, null, 1)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `policy-r${String(next)}-from-r${String(revision)}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
