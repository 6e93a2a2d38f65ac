import { useCallback, useEffect, useRef, useState } from 'react'
import * as store from './kept'
import { useTyping } from './typing'

/** What is typed, kept in the core's encrypted store with every key: a reload loses not a word. */
export interface Form<T> {
  value: T
  set: (change: Partial<T>) => void
  /** It was saved as a record, or given up. */
  drop: () => Promise<void>
  /** What was kept of it is here: before that nothing may be typed, or one would undo the other. */
  ready: boolean
  /** Something was kept from before. */
  restored: boolean
}

/** What was kept, if this version can read it: else the form begins anew. */
function parse<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

/** A form of this name. */
export function useForm<T extends object>(name: string, initial: T): Form<T> {
  const [value, setValue] = useState(initial)
  const [read, setRead] = useState<string>()
  const [restored, setRestored] = useState(false)
  const typing = useTyping(name, (text, beside) => store.keep(name, text, beside))
  const shown = useRef(value)
  useEffect(() => {
    let here = true
    const begin = (text: string | null) => {
      if (!here) return
      const before = parse<T>(text)
      shown.current = { ...initial, ...before }
      setValue(shown.current)
      setRestored(before !== null)
      setRead(name)
    }
    store.kept(name).then(begin, () => begin(null))
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
    await store.drop(name)
  }, [name, typing])
  return { value, set, drop, ready: read === name, restored }
}
