import { Button } from 'antd'
import { useState } from 'react'
import { useText } from '../text/language'
import { RecordName } from './RecordName'

const STEP = 20

/** Records by their ids, some at a time. */
export function PagedRecords({ ids }: { ids: string[] }) {
  const text = useText()
  const [count, setCount] = useState(STEP)
  if (ids.length === 0) return <span className="note">{text.nothing}</span>
  return (
    <>
      {ids.slice(0, count).map((id) => (
        <div key={id} className="answer" style={{ gridTemplateColumns: '1fr max-content' }}>
          <RecordName id={id} withStatus />
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
