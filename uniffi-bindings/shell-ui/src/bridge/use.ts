import { useCallback, useEffect, useRef, useState } from 'react'
import { BridgeError, call, onChange } from './call'
import type { Args, Asked, Given } from './methods'
import type { Reading } from './reading'

/** What a screen shows of a call. */
export interface Answer<T> {
  data: T | undefined
  error: BridgeError | undefined
  /** It came since this page opened: not what was shown before. */
  fresh: boolean
  reload: () => void
}

const kept = new Map<string, unknown>()

/** Calls a method and keeps what it shows fresh. What was shown before shows at once. */
export function useCall<M extends Reading>(method: M | null, ...[args]: Asked<M>): Answer<Given<M>> {
  type T = Given<M>
  const key = method === null ? '' : `${method} ${JSON.stringify(args ?? {})}`
  const [state, setState] = useState<{ key: string; data?: T; error?: BridgeError }>({ key })
  const latest = useRef(0)
  const load = useCallback(() => {
    if (key === '') return
    latest.current += 1
    const mine = latest.current
    // What is asked for is what the key says: the arguments may be another object with the same words.
    const [name, ...rest] = key.split(' ')
    const asked = [JSON.parse(rest.join(' ')) as Args<M>] as Asked<M>
    call(name as M, ...asked).then(
      (data) => {
        kept.set(key, data)
        if (mine === latest.current) setState({ key, data })
      },
      (error: unknown) => {
        if (mine === latest.current) setState((was) => ({ key, data: was.key === key ? was.data : undefined, error: error as BridgeError }))
      },
    )
  }, [key])
  useEffect(() => {
    load()
    return onChange(load)
  }, [load])
  const data = state.key === key ? (state.data ?? (kept.get(key) as T | undefined)) : (kept.get(key) as T | undefined)
  const fresh = state.key === key && state.data !== undefined
  return { data, error: state.key === key ? state.error : undefined, fresh, reload: load }
}

/** Forgets what was shown: another person, or a lock. */
export function forget(): void {
  kept.clear()
}
