import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { meQuery } from '../../api/queries'
import type { RecordCard } from '../../api/types'
import { mayDo } from '../../app/menu'
import { contactSinceReturn } from '../../logic/returnContact'
import { timeText } from '../../logic/time'
import { useText } from '../../text/language'
import { peopleQuery } from '../admin/peopleQuery'

/** Whether the writer's phone was in contact since the return; nothing for whoever may not see phones. */
export function ReturnContact({ card }: { card: RecordCard }) {
  const text = useText()
  const may = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: may && card.status === 'returned' })
  const contact = card.status === 'returned' ? contactSinceReturn(people.data ?? [], card.author, card.history) : undefined
  if (contact === undefined) return null
  return contact === 'waiting' ? (
    <Tag color="orange">{text.review.noContactYet}</Tag>
  ) : (
    <Tag color="green">{text.review.contactSince(timeText(contact))}</Tag>
  )
}
