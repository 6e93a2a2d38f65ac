import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../api/people'
import { gridsQuery, meQuery, recordQuery } from '../api/queries'
import { mayDo } from '../app/menu'
import { useText } from '../text/language'
import { RecordLink } from './RecordLink'
import { StatusTag } from './StatusTag'

/** A record named by its id only: its title and where it is, as soon as they are known. */
export function RecordName({ id, withStatus = false }: { id: string; withStatus?: boolean }) {
  const text = useText()
  const record = useQuery({ ...recordQuery(id), retry: false, staleTime: 60_000 })
  const card = record.data
  if (card === undefined) {
    return record.isError ? <OtherName id={id} /> : <span className="note">{text.loading}</span>
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

/** What is no record may be a person or a grid: figures count those, too. */
function OtherName({ id }: { id: string }) {
  const may = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: may }).data
  const grids = useQuery(gridsQuery).data
  const person = people?.find((one) => one.id === id)
  if (person !== undefined) {
    return (
      <div>
        <div className="cell-main">{person.name}</div>
        <div className="cell-sub">{person.organization}</div>
      </div>
    )
  }
  const grid = grids?.find((one) => one.id === id)
  return <span className="note">{grid?.name ?? id.slice(0, 8)}</span>
}
