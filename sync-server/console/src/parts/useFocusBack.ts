import { useEffect, useState } from 'react'

/**
 * Once a dialog is gone, what opened it has the focus again: a dialog that is taken off the page while it
 * is open leaves it nowhere, and whoever has no mouse begins at the top of the page. One that stays on the
 * page and is only shown and hidden says whether it is open, and gives what comes back as its `afterClose`:
 * where something in it took the focus at once, it does not know itself what had it before.
 */
export function useFocusBack(isOpen = true): () => void {
  const [wasOpen, setWasOpen] = useState(false)
  const [from, setFrom] = useState<Element | null>(null)
  // Before the dialog is drawn: what is in it may take the focus as it is.
  if (wasOpen !== isOpen) {
    setWasOpen(isOpen)
    if (isOpen) setFrom(opener())
  }
  useEffect(() => {
    if (!isOpen) return undefined
    return () => {
      // After the dialog itself is gone. Where something else has taken the focus, it stays.
      window.setTimeout(() => {
        if (isNowhere(document.activeElement)) giveTo(from)
      })
    }
  }, [isOpen, from])
  return () => {
    const has = document.activeElement
    if (isNowhere(has) || has?.closest('.ant-modal-wrap') != null) giveTo(from)
  }
}

/** What has the focus; of a menu that goes away with the choice, what opened the menu. */
function opener(): Element | null {
  const has = document.activeElement
  const isInMenu = isNowhere(has) || has?.closest('.ant-dropdown') != null
  return (isInMenu ? document.querySelector('.ant-dropdown-open') : null) ?? has
}

const isNowhere = (has: Element | null): boolean => has === null || has === document.body

function giveTo(from: Element | null): void {
  if (from instanceof HTMLElement && from.isConnected) from.focus()
}
