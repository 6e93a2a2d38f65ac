import { useQuery } from '@tanstack/react-query'
import { recordQuery } from '../api/queries'
import { useText } from '../text/language'
import { RecordLink } from './RecordLink'
import { StatusTag } from './StatusTag'

/** A record named by its id only: its title and where it is, as soon as they are known. */
export function RecordName({ id, withStatus = false }: { id: string; withStatus?: boolean }) {
  const text = useText()
  const record = useQuery({ ...recordQuery(id), retry: false, staleTime: 60_000 })
  const card = record.data
  if (card === undefined) {
    return <span className="note">{record.isError ? id.slice(0, 8) : text.loading}</span>
  }
  return (
    <>
      <div {...(withStatus ? {} : { style: { maxWidth: 260 } })}>
        <RecordLink item={card} />
        <div className="cell-sub">{[card.kind === 'premises' ? '' : card.premises_name, card.grid_name].filter(Boolean).join(' ')}</div>
      </div>
      {withStatus && <StatusTag kind={card.kind} status={card.status} />}
    </>
  )
}
