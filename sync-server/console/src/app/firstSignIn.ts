import { makeStore } from '../api/store'

/** True if this page was opened without a session: then there is nothing yet to keep. */
export const firstSignIn = makeStore(false)
