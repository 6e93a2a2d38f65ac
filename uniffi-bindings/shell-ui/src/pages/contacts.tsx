import type { Grid } from '../bridge/types'
import { useCall } from '../bridge/use'
import { zh } from '../text/zh'
import { Empty, Part, Problem, Screen } from '../parts/basics'

type Entry = Record<string, unknown>
interface Person {
  user: string
  name: string
}
interface Card {
  duty: Entry[]
  contacts: Entry[]
}

/** Whom to call today（联络卡）. */
export function Contacts() {
  const grids = useCall<Grid[]>('phone.grids')
  return (
    <Screen title={zh.contacts.title}>
      <Problem error={grids.error} />
      {grids.data?.map((grid) => <OfGrid key={grid.grid} grid={grid} />)}
    </Screen>
  )
}

function OfGrid({ grid }: { grid: Grid }) {
  const card = useCall<Card>('phone.contacts', { grid: grid.grid })
  const people = useCall<Person[]>('phone.people')
  const name = (entry: Entry) => people.data?.find((it) => it.user === entry['user'])?.name ?? String(entry['name'] ?? '')
  const line = (entry: Entry, index: number) => (
    <div key={index} className="row plain">
      <span className="main">
        <b>{name(entry)}</b>
      </span>
      {typeof entry['phone'] === 'string' && entry['phone'] !== '' && (
        <a className="choice" href={`tel:${entry['phone']}`}>
          {entry['phone']}
        </a>
      )}
    </div>
  )
  const all = [...(card.data?.duty ?? []), ...(card.data?.contacts ?? [])]
  return (
    <Part title={grid.name}>
      <Problem error={card.error} />
      {card.data && all.length === 0 && <Empty>{zh.contacts.none}</Empty>}
      {all.length > 0 && <div className="card">{all.map(line)}</div>}
    </Part>
  )
}
