import { Empty } from 'antd'

/** Says that a table holds nothing, in a color that can be read. */
export function Nothing({ words }: { words: string }) {
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={words} />
}
