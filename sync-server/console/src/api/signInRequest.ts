import { makeStore } from './store'

/** True while requests wait for the person to sign in again. */
export const signInNeeded = makeStore(false)

let waiting: Promise<void> | undefined
let signedIn: (() => void) | undefined

/** Resolves once the person has signed in again. Many requests may wait for one sign-in. */
export function askToSignIn(): Promise<void> {
  waiting ??= new Promise<void>((resolve) => {
    signedIn = resolve
    signInNeeded.set(true)
  })
  return waiting
}

/** Lets the waiting requests go. */
export function haveSignedIn(): void {
  signInNeeded.set(false)
  signedIn?.()
  waiting = undefined
  signedIn = undefined
}
