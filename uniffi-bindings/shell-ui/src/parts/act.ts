import { useCallback, useRef, useState } from 'react'
import type { BridgeError } from '../bridge/call'
import { asError } from './explain'

/** Something that is done once at a time, with its failure beside it. */
export function useAct(): { busy: boolean; error: BridgeError | undefined; run: (work: () => Promise<unknown>, up?: boolean) => Promise<void>; clear: () => void } {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<BridgeError>()
  const running = useRef(false)
  const run = useCallback(async (work: () => Promise<unknown>, up = true) => {
    // A second tap of a cold finger is not a second act.
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(undefined)
    try {
      await work()
    } catch (failure) {
      setError(asError(failure))
      // What stands beside its button needs no scrolling.
      if (up) window.scrollTo(0, 0)
    } finally {
      running.current = false
      setBusy(false)
    }
  }, [])
  const clear = useCallback(() => setError(undefined), [])
  return { busy, error, run, clear }
}
