import { useQuery } from '@tanstack/react-query'
import { recordQuery } from '../api/queries'
import { useText } from '../text/language'
import { RecordLink } from './RecordLink'

/** A record named by its id only: its title and where it is, as soon as they are known. */
export function RecordName({ id }: { id: string }) {
  const text = useText()
  const record = useQuery({ ...recordQuery(id), retry: false, staleTime: 60_000 })
  const card = record.data
  if (card === undefined) {
    return <span className="note">{record.isError ? id.slice(0, 8) : text.loading}</span>
  }
  return (
    <div style={{ maxWidth: 260 }}>
      <RecordLink item={card} />
      <div className="cell-sub">{card.kind === 'premises' ? card.grid_name : card.premises_name || card.grid_name}</div>
    </div>
  )
}
