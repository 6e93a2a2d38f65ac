const SCROLLERS = '.ant-table-content, .tabs'

/** Lets the keyboard reach what scrolls sideways: tables wider than the screen hold no link at times. */
export function keepScrollersReachable(root: HTMLElement): void {
  const mark = (): void => {
    for (const one of root.querySelectorAll<HTMLElement>(SCROLLERS)) {
      const scrolls = one.scrollWidth > one.clientWidth
      if (scrolls && one.tabIndex !== 0) one.tabIndex = 0
      else if (!scrolls && one.hasAttribute('tabindex')) one.removeAttribute('tabindex')
    }
    // The row that measures columns repeats the heading, its checkbox too: nobody shall land on it.
    for (const row of root.querySelectorAll<HTMLElement>('.ant-table-measure-row')) row.inert = true
  }
  let waiting = false
  const later = (): void => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      mark()
    })
  }
  new MutationObserver(later).observe(root, { childList: true, subtree: true })
  window.addEventListener('resize', later)
}
