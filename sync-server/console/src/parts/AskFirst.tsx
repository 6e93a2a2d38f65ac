import { Popconfirm } from 'antd'
import { useRef, type ReactElement } from 'react'

/** Asks once more before something is done; the focus goes to the answer, and back to what asked. */
export function AskFirst(props: { title: string; onYes: () => void; children: ReactElement }) {
  const at = useRef<HTMLSpanElement>(null)
  const changed = (open: boolean): void => {
    if (open) return
    // After the answer is gone. Where something else has taken the focus, it stays.
    window.setTimeout(() => {
      const has = document.activeElement
      const isLeft = has === null || has === document.body || has.closest('.ant-popover') !== null
      if (isLeft) at.current?.querySelector('button')?.focus()
    })
  }
  return (
    <span ref={at}>
      <Popconfirm
        title={props.title}
        destroyOnHidden
        okButtonProps={{ autoFocus: true }}
        onConfirm={props.onYes}
        onOpenChange={changed}
      >
        {props.children}
      </Popconfirm>
    </span>
  )
}
