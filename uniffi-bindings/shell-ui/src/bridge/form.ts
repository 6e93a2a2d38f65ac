import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from './call'
import { useTyping } from './typing'

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
  const typing = useTyping(name, (text) => call('form.keep', { name, text }))
  const shown = useRef(value)
  useEffect(() => {
    let here = true
    shown.current = initial
    setValue(initial)
    setReady(false)
    call('form.get', { name }).then(
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
  const set = useCallback(
    (change: Partial<T>) => {
      shown.current = { ...shown.current, ...change }
      setValue(shown.current)
      void typing.put(JSON.stringify(shown.current))
    },
    [typing],
  )
  const drop = useCallback(async () => {
    await typing.drop()
    await call('form.drop', { name })
  }, [name, typing])
  return { value, set, drop, ready, restored }
}
