import { Empty } from 'antd'
import type { ReactNode } from 'react'

/** Says that there is nothing, in a color that can be read; below it, what can be done about that. */
export function Nothing({ words, children }: { words: string; children?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={words}>
      {children}
    </Empty>
  )
}
