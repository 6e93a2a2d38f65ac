import { useState } from 'react'
import type { Person } from '../bridge/types'
import { t } from '../text/words'

/** People who act together: those chosen, and a search among all. */
export function People({ people, chosen, choose }: { people: Person[]; chosen: string[]; choose: (users: string[]) => void }) {
  const [find, setFind] = useState('')
  const wanted = find.trim()
  const found = wanted === '' ? [] : people.filter((it) => it.name.includes(wanted) && !chosen.includes(it.user)).slice(0, 6)
  return (
    <>
      <div className="choices">
        {people
          .filter((it) => chosen.includes(it.user))
          .map((it) => (
            <button key={it.user} className="choice" aria-pressed="true" onClick={() => choose(chosen.filter((user) => user !== it.user))}>
              {it.name} ✕
            </button>
          ))}
      </div>
      <p />
      <input className="search" value={find} placeholder={t.recheck.find} aria-label={t.recheck.find} onChange={(event) => setFind(event.target.value)} />
      {found.map((it) => (
        <button
          key={it.user}
          className="row"
          onClick={() => {
            choose([...chosen, it.user])
            setFind('')
          }}
        >
          <span className="main">
            <b>{it.name}</b>
            <span className="sub">{it.organization}</span>
          </span>
        </button>
      ))}
    </>
  )
}
