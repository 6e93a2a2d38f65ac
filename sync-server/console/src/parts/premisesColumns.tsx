import type { TableColumnsType } from 'antd'
import type { Reference } from '../api/reference'
import type { ListItem } from '../api/types'
import type { Language } from '../text/language'
import type { Text } from '../text/zh'
import { RecordLink } from './RecordLink'
import { StatusTag } from './StatusTag'

/** What the policy pack calls a category. */
export function categoryWord(reference: Reference | undefined, of: Language, id: string): string {
  const found = reference?.categories.find((one) => one.id === id)
  if (found === undefined) return id
  return of === 'zh' ? found.zh : found.en
}

/** The columns of the list of premises. */
export function premisesColumns(
  text: Text,
  of: Language,
  reference: Reference | undefined,
): TableColumnsType<ListItem> {
  return [
    {
      title: text.list.name,
      width: 280,
      render: (_, item) => (
        <div style={{ maxWidth: 340 }}>
          <RecordLink item={item} />
          <div className="cell-sub">{item.detail}</div>
        </div>
      ),
    },
    {
      title: text.list.category,
      width: 200,
      render: (_, item) => categoryWord(reference, of, item.category),
    },
    { title: text.list.village, width: 130, dataIndex: 'village' },
    { title: text.list.grid, width: 160, dataIndex: 'grid_name' },
    {
      title: text.list.status,
      width: 110,
      render: (_, item) => <StatusTag kind={item.kind} status={item.status} />,
    },
    { title: text.list.author, width: 110, dataIndex: 'author' },
  ]
}
