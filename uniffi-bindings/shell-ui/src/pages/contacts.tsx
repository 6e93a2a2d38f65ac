import type { ReactNode } from 'react'
import type { Grid } from '../bridge/types'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Empty, Part, Screen } from '../parts/basics'
import { Problem } from '../parts/problem'

/** Whom to call today（联络卡）. */
export function Contacts() {
  const grids = useCall('phone.grids')
  return (
    <Screen title={t.contacts.title}>
      <Problem error={grids.error} />
      {!grids.data && !grids.error && <Empty>{t.loading}</Empty>}
      {grids.data?.length === 0 && <Empty>{t.me.noGrids}</Empty>}
      {grids.data?.map((grid) => <OfGrid key={grid.grid} grid={grid} />)}
    </Screen>
  )
}

/** Somebody, and the number to tap. */
function Line({ who, what, phone }: { who: ReactNode; what: string; phone: string }) {
  return (
    <div className="row plain">
      <span className="main">
        <b>{who}</b>
        <span className="sub">{what}</span>
      </span>
      {phone !== '' && (
        <a className="choice call" href={`tel:${phone}`}>
          {t.premises.call}
        </a>
      )}
    </div>
  )
}

function OfGrid({ grid }: { grid: Grid }) {
  const card = useCall('phone.contacts', { grid: grid.grid })
  const people = useCall('phone.people')
  const name = (user: string | null) => people.data?.find((it) => it.user === user)?.name ?? t.contacts.somebody
  const { duty = [], contacts = [], village = null } = card.data ?? {}
  const none = duty.length === 0 && contacts.length === 0 && village === null
  return (
    <Part title={grid.name}>
      <Problem error={card.error} />
      {card.data && none && <Empty>{t.contacts.none}</Empty>}
      {!none && (
        <div className="card">
          {duty.map((it, index) => (
            <Line key={`duty${index}`} who={it.people.map(name).join('、') || name(it.leader)} what={t.contacts.shift(it.shift, name(it.leader))} phone={it.phone} />
          ))}
          {contacts.map((it, index) => (
            <Line key={`contact${index}`} who={name(it.user)} what={it.title} phone={it.phone} />
          ))}
          {village?.head && <Line who={name(village.head)} what={t.contacts.head} phone="" />}
          {village?.manager && <Line who={name(village.manager)} what={t.contacts.manager} phone="" />}
          {village && village.rescue.length > 0 && <Line who={village.rescue.join('、')} what={t.contacts.rescue} phone="" />}
        </div>
      )}
    </Part>
  )
}
