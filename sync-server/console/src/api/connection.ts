import { makeStore } from './store'

/** How the relay answers: it does, it takes long, it asks for patience, or nothing comes. */
export type Connection = 'ok' | 'slow' | 'busy' | 'lost'

/** How the relay answered last. */
export const connection = makeStore<Connection>('ok')
