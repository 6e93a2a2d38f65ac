import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { meQuery } from '../../api/queries'
import type { RecordCard } from '../../api/types'
import { mayDo } from '../../app/menu'
import { contactSinceReturn, returnReached } from '../../logic/returnContact'
import { timeText } from '../../logic/time'
import { useText } from '../../text/language'
import { peopleQuery } from '../../api/people'

/** Whether the return is on the writer's phones, as they say, and whether they were in contact since; nothing for whoever may not see phones. */
export function ReturnContact({ card }: { card: RecordCard }) {
  const text = useText()
  const may = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: may && card.status === 'returned' })
  if (card.status !== 'returned') return null
  const known = people.data ?? []
  const reached = returnReached(known, card.author, card.history, card.held_by ?? [])
  const contact = contactSinceReturn(known, card.author, card.history)
  return (
    <>
      {reached !== undefined && <Tag color="green">{text.review.returnReached(timeText(reached))}</Tag>}
      {contact === 'waiting' && reached === undefined && <Tag color="orange">{text.review.noContactYet}</Tag>}
      {contact !== undefined && contact !== 'waiting' && <Tag color="green">{text.review.contactSince(timeText(contact))}</Tag>}
    </>
  )
}
