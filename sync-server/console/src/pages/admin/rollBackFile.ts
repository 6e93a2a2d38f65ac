import { saveFile } from '../../parts/saveFile'
import { packOf } from './packQuery'

/**
 * Gives an earlier pack as a file with a new revision, to be signed where the policy key is kept:
 * the relay makes no signature of that key.
 */
export async function rollBackFile(revision: number, next: number): Promise<void> {
  const pack = { ...(await packOf(revision)), revision: next }
  const name = `policy-r${String(next)}-from-r${String(revision)}.json`
  saveFile(name, JSON.stringify(pack, null, 1), 'application/json')
}
