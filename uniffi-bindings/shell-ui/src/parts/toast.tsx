import { useEffect, useState } from 'react'

type Said = { text: string; bad: boolean; at: number }
let tell: ((said: Said) => void) | undefined

/** Says something for a few seconds. */
export function toast(text: string, bad = false): void {
  tell?.({ text, bad, at: Date.now() })
}

/** Where it is said. */
export function Toasts() {
  const [said, setSaid] = useState<Said>()
  useEffect(() => {
    tell = setSaid
    return () => {
      tell = undefined
    }
  }, [])
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(undefined), said.bad ? 5000 : 2600)
    return () => clearTimeout(timer)
  }, [said])
  return said ? (
    <div className={said.bad ? 'toast bad' : 'toast'} role="status">
      {said.text}
    </div>
  ) : null
}
