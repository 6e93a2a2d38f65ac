// Text that is saved while it is typed.
import { useEffect, useRef } from 'react'
import { explain } from '../parts/explain'
import { toast } from '../parts/toast'

/** Saves a text; `beside`: the one before it is still under way, since the page goes away. */
type Save = (text: string, beside: boolean) => Promise<unknown>

interface State {
  next: string | null
  busy: boolean
  dropped: boolean
  save: Save
}

/** Saves one text after the other, the newest last; one that waits leaves with the page. */
export class Typing {
  private state: State
  constructor(save: Save, private failed: (problem: unknown) => void) {
    this.state = { next: null, busy: false, dropped: false, save }
  }

  /** From now on it is saved this way. */
  by(save: Save): void {
    this.state.save = save
  }

  /** Saves this text as soon as the one before is saved. */
  async put(text: string): Promise<void> {
    const state = this.state
    state.next = text
    state.dropped = false
    if (state.busy) return
    state.busy = true
    while (state.next !== null && !state.dropped) {
      const now = state.next
      state.next = null
      await state.save(now, false).catch(this.failed)
    }
    state.busy = false
  }

  /** The page goes away: what waits is sent now. */
  flush(): void {
    const { next, busy, dropped, save } = this.state
    this.state.next = null
    if (next !== null && !dropped) void save(next, busy).catch(() => undefined)
  }

  /** Nothing more is saved; ends when the last save is done. */
  async drop(): Promise<void> {
    this.state.dropped = true
    this.state.next = null
    while (this.state.busy) await new Promise((later) => setTimeout(later, 5))
  }
}

/** A saver for as long as this part is shown, of this name. */
export function useTyping(name: string, save: Save): Typing {
  const typing = useRef<{ name: string; of: Typing } | undefined>(undefined)
  if (typing.current?.name !== name) typing.current = { name, of: new Typing(save, (problem) => toast(explain(problem), true)) }
  const mine = typing.current.of
  // One of another name goes on with its own: its text must not land under this name.
  mine.by(save)
  useEffect(() => {
    const leave = () => mine.flush()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      mine.flush()
    }
  }, [mine])
  return mine
}
