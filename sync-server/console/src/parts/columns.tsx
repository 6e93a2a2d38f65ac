import type { TableColumnsType } from 'antd'
import type { ListItem } from '../api/types'
import { timeText } from '../logic/time'
import type { Text } from '../text/zh'
import { DueTag } from './DueTag'
import { Flags } from './Flags'
import { RecordLink } from './RecordLink'
import { StatusTag } from './StatusTag'

const ENDED = ['closed', 'voided', 'withdrawn']

/** The columns of the hazard ledger. */
export function hazardColumns(text: Text, word: (group: string, code: string) => string): TableColumnsType<ListItem> {
  return [
    {
      title: text.list.what,
      width: 240,
      render: (_, item) => (
        <div style={{ maxWidth: 250 }}>
          <RecordLink item={item} />
          <div className="cell-sub">
            {item.detail} <Flags item={item} />
          </div>
        </div>
      ),
    },
    {
      title: text.list.where,
      width: 170,
      render: (_, item) => (
        <div style={{ maxWidth: 180 }}>
          <div>{item.premises_name}</div>
          <div className="cell-sub">
            {item.village} · {item.grid_name}
          </div>
        </div>
      ),
    },
    {
      title: text.list.severity,
      width: 90,
      render: (_, item) => word('severity', item.category),
    },
    {
      title: text.list.status,
      width: 110,
      render: (_, item) => <StatusTag kind={item.kind} status={item.status} />,
    },
    {
      title: text.list.due,
      width: 110,
      render: (_, item) => <DueTag due={item.due} done={ENDED.includes(item.status)} />,
    },
    {
      title: text.list.number,
      width: 170,
      render: (_, item) => <span className="num">{item.number}</span>,
    },
    {
      title: text.list.at,
      width: 130,
      render: (_, item) => <span className="num">{timeText(item.at)}</span>,
    },
  ]
}
