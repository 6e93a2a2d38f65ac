import { useQueries } from '@tanstack/react-query'
import { Drawer, Tabs } from 'antd'
import { useState } from 'react'
import { Button } from 'antd'
import { recordQuery } from '../../api/queries'
import { RecordLink } from '../../parts/RecordLink'
import { StatusTag } from '../../parts/StatusTag'
import { useText } from '../../text/language'

/** The records behind a number. */
export interface Rows {
  title: string
  met: string[]
  unmet: string[]
}

const STEP = 20

/** Opens the rows behind a number: what counts, and what does not. */
export function RowsDrawer({ rows, onClose }: { rows: Rows | undefined; onClose: () => void }) {
  const text = useText()
  return (
    <Drawer open={rows !== undefined} onClose={onClose} title={rows?.title ?? ''} size={460}>
      {rows !== undefined && (
        <Tabs
          items={[
            {
              key: 'unmet',
              label: `${text.figures.unmet} ${String(rows.unmet.length)}`,
              children: <RecordRows ids={rows.unmet} />,
            },
            {
              key: 'met',
              label: `${text.figures.met} ${String(rows.met.length)}`,
              children: <RecordRows ids={rows.met} />,
            },
          ]}
        />
      )}
    </Drawer>
  )
}

/** Records by their ids, some at a time. */
function RecordRows({ ids }: { ids: string[] }) {
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
