import { makeStore } from './store'

/** How the relay answers: it does, it asks for patience, or nothing comes. */
export type Connection = 'ok' | 'busy' | 'lost'

/** How the relay answered last. */
export const connection = makeStore<Connection>('ok')
