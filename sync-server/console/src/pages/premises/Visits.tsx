import { Tag, Timeline } from 'antd'
import type { ListItem } from '../../api/types'
import { timeText } from '../../logic/time'
import { RecordLink } from '../../parts/RecordLink'
import { StatusTag } from '../../parts/StatusTag'
import { useAgencyName } from '../../parts/useAgencyName'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

/** Visits and cases of all agencies at one premises, on one timeline. */
export function Visits({ items }: { items: ListItem[] }) {
  const text = useText()
  const word = useWord()
  const agencyName = useAgencyName()
  // The title of an inspection is the code of its result.
  const titled = (item: ListItem): string => {
    if (item.title === '') return word('kind', item.kind)
    return item.kind === 'inspection' ? word('answer', item.title) : item.title
  }
  if (items.length === 0) return <span className="note">{text.premises.noVisits}</span>
  const sorted = [...items].sort((a, b) => b.at - a.at)
  return (
    <Timeline
      items={sorted.map((item) => ({
        key: item.id,
        content: (
          <div>
            <Tag>{word('kind', item.kind)}</Tag>
            {(item.agencies ?? []).map((code) => (
              <Tag key={code} color="blue">
                {agencyName(code)}
              </Tag>
            ))}
            <RecordLink item={item} title={titled(item)} />{' '}
            <StatusTag kind={item.kind} status={item.status} />
            <div className="cell-sub">
              {timeText(item.at)} · {item.detail === '' ? item.author : item.detail}
            </div>
          </div>
        ),
      }))}
    />
  )
}
