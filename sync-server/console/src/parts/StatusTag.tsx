import { Tag } from 'antd'
import { useStatusWord } from '../text/words'

const COLORS: Record<string, string> = {
  submitted: 'blue',
  accepted: 'green',
  closed: 'green',
  active: 'green',
  lifted: 'green',
  passed: 'green',
  returned: 'orange',
  overdue: 'red',
  urged: 'red',
  under_review: 'magenta',
  escalated: 'purple',
  enforcement: 'purple',
  rechecking: 'gold',
  fixed_pending_check: 'gold',
  extension_pending: 'gold',
  notice_issued: 'blue',
  served: 'blue',
}

/** Where a record stands, in words. */
export function StatusTag({ kind, status }: { kind: string; status: string }) {
  const word = useStatusWord()
  return <Tag color={COLORS[status] ?? 'default'}>{word(kind, status)}</Tag>
}
