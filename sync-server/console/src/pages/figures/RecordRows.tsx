import { useQueries } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { recordQuery } from '../../api/queries'
import { RecordLink } from '../../parts/RecordLink'
import { StatusTag } from '../../parts/StatusTag'
import { useText } from '../../text/language'

const STEP = 20

/** Records by their ids, some at a time. */
export function RecordRows({ ids }: { ids: string[] }) {
  const text = useText()
  const [count, setCount] = useState(STEP)
  const cards = useQueries({
    queries: ids.slice(0, count).map((id) => ({ ...recordQuery(id), retry: false })),
  })
  if (ids.length === 0) return <span className="note">{text.nothing}</span>
  return (
    <>
      {cards.map((card, index) => (
        <div key={ids[index]} className="answer" style={{ gridTemplateColumns: '1fr max-content' }}>
          {card.data === undefined ? (
            <span className="note">{card.isError ? ids[index]?.slice(0, 8) : text.loading}</span>
          ) : (
            <>
              <div>
                <RecordLink item={card.data} />
                <div className="cell-sub">
                  {card.data.premises_name} {card.data.grid_name}
                </div>
              </div>
              <StatusTag kind={card.data.kind} status={card.data.status} />
            </>
          )}
        </div>
      ))}
      {count < ids.length && (
        <div className="list-foot">
          <Button onClick={() => setCount(count + STEP)}>{text.more}</Button>
        </div>
      )}
    </>
  )
}
