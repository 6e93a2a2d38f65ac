import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from './call'

/** What is typed, kept in the core's encrypted store with every key: a reload loses not a word. */
export interface Form<T> {
  value: T
  set: (change: Partial<T>) => void
  /** It was saved as a record, or given up. */
  drop: () => Promise<void>
  /** What was kept of it is here. */
  ready: boolean
  /** Something was kept from before. */
  restored: boolean
}

/** A form of this name. */
export function useForm<T extends object>(name: string, initial: T): Form<T> {
  const [value, setValue] = useState(initial)
  const [ready, setReady] = useState(false)
  const [restored, setRestored] = useState(false)
  const writer = useRef({ next: null as string | null, busy: false, dropped: false })
  const shown = useRef(value)
  useEffect(() => {
    let here = true
    writer.current = { next: null, busy: false, dropped: false }
    shown.current = initial
    setValue(initial)
    setReady(false)
    call<{ text: string | null }>('form.get', { name }).then(
      ({ text }) => {
        if (!here) return
        if (text !== null) {
          try {
            shown.current = { ...initial, ...(JSON.parse(text) as T) }
            setValue(shown.current)
            setRestored(true)
          } catch {
            // Kept by another version: the form begins anew.
          }
        }
        setReady(true)
      },
      () => here && setReady(true),
    )
    return () => {
      here = false
    }
    // A form is its name; what it begins with does not make it another.
  }, [name])
  const write = useCallback(async () => {
    const state = writer.current
    if (state.busy) return
    state.busy = true
    while (state.next !== null && !state.dropped) {
      const text = state.next
      state.next = null
      await call('form.keep', { name, text }).catch(() => undefined)
    }
    state.busy = false
  }, [name])
  const set = useCallback(
    (change: Partial<T>) => {
      shown.current = { ...shown.current, ...change }
      setValue(shown.current)
      writer.current.next = JSON.stringify(shown.current)
      writer.current.dropped = false
      void write()
    },
    [write],
  )
  const drop = useCallback(async () => {
    writer.current.dropped = true
    writer.current.next = null
    while (writer.current.busy) await new Promise((later) => setTimeout(later, 5))
    await call('form.drop', { name })
  }, [name])
  return { value, set, drop, ready, restored }
}
