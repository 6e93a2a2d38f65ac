import { connection } from '../api/connection'

const PAUSE_MS = 2_000

/** Loads a part of the page, again and again until the relay answers: a restart breaks nothing. */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (;;) {
      try {
        return await load()
      } catch {
        connection.set('lost')
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      }
    }
  }
}
