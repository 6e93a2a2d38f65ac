/** A key of one person in this browser. The private half cannot be taken out of it. */
export interface OwnKey {
  user: string
  device: string
  privateKey: CryptoKey
  publicKey: string
  /** Hash of the lease that acts cite; empty: not enrolled yet. */
  lease: string
  shortId: string
  /** Last place of this key's chain by log, as the relay has confirmed it. */
  places: Record<string, number>
}

const NAME = 'wangge-keys'
const KEYS = 'keys'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(KEYS, { keyPath: 'user' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no database'))
  })
}

async function run<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(KEYS, mode, { durability: 'strict' })
      const request = work(transaction.objectStore(KEYS))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error ?? new Error('not written'))
      transaction.onabort = () => reject(transaction.error ?? new Error('not written'))
    })
  } finally {
    database.close()
  }
}

/** The person's key in this browser, if there is one. */
export const findKey = (user: string): Promise<OwnKey | undefined> =>
  run('readonly', (store) => store.get(user) as IDBRequest<OwnKey | undefined>)

/** Keeps a key: durable when this returns. */
export const keepKey = (key: OwnKey): Promise<unknown> => run('readwrite', (store) => store.put(key))

/** Forgets it; nobody can sign with it any more. */
export const forgetKey = (user: string): Promise<unknown> =>
  run('readwrite', (store) => store.delete(user))
