import { App, Button } from 'antd'
import { useState, type MouseEvent, type ReactNode } from 'react'
import { fetchFile } from '../api/fetchFile'
import { useProblemWords } from './ErrorNote'
import { saveFile } from './saveFile'

/**
 * A file of the relay's: saved under a name, or without one opened beside the page. The page itself asks for it, so
 * that an ended session asks to sign in again over what is open, and a refusal is told in words.
 */
export function FileLink(props: {
  href: string
  name?: string
  /** Drawn as a button of this size. */
  button?: 'middle' | 'small'
  children: ReactNode
}) {
  const { href, name, button } = props
  const words = useProblemWords()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const take = async (): Promise<void> => {
    setBusy(true)
    try {
      const response = await fetchFile(href)
      if (name !== undefined) {
        saveFile(name, await response.blob())
        return
      }
      // It is there, and there is a session: now the browser may show it in its own way.
      await response.body?.cancel()
      openBeside(href)
    } catch (problem) {
      void message.error(words(problem))
    } finally {
      setBusy(false)
    }
  }
  const pressed = (event: MouseEvent<HTMLElement>): void => {
    // Whoever asks the browser for a tab or a window of its own gets it from the browser.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (!busy) void take()
  }
  const link = {
    href,
    onClick: pressed,
    ...(name === undefined ? { target: '_blank', rel: 'noreferrer' } : { download: name }),
  }
  if (button === undefined) return <a {...link}>{props.children}</a>
  return (
    <Button {...link} {...(button === 'small' ? { size: 'small' as const } : {})} loading={busy}>
      {props.children}
    </Button>
  )
}

/** In a tab of its own; a browser that opens none any more saves it. */
function openBeside(href: string): void {
  const tab = window.open(href, '_blank')
  if (tab !== null) {
    tab.opener = null
    return
  }
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}
