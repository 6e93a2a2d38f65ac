import { makeStore } from '../api/store'
import { leaving, tellWhenBack } from './leaving'

/** True if this page was opened without a session: then there is nothing yet to keep. */
export const firstSignIn = makeStore(leaving.get())

// Whoever signed out before this page was loaded stays out, whatever the browser still holds.
if (leaving.get()) tellWhenBack()
