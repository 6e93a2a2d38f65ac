import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '../api/queries'
import { drafts } from '../logic/drafts'

/** The draft of a dialog. */
export interface Draft {
  /** What was typed earlier and not sent; read once, when the dialog came up. */
  restored: Record<string, unknown> | undefined
  /** Keeps what is typed now. */
  keep: (values: Record<string, unknown>) => void
  /** Forgets it: it was sent, or is not wanted. */
  drop: () => void
}

/** The draft of what this person does to this record. */
export function useDraft(record: string, act: string): Draft {
  const user = useQuery(meQuery).data?.user ?? ''
  const name = `${user}/${record}/${act}`
  const [restored, setRestored] = useState(() => drafts.read(name))
  return {
    restored,
    keep: (values) => drafts.keep(name, values),
    drop: () => {
      drafts.drop(name)
      setRestored(undefined)
    },
  }
}
