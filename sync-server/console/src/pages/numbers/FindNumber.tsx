import { useQuery } from '@tanstack/react-query'
import { Input, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { numberPlace } from './numberPlace'

/** What a number on a paper stands for, be it void or another by now. */
export function FindNumber() {
  const text = useText()
  const [wanted, setWanted] = useState('')
  const found = useQuery({
    queryKey: ['numbers', 'find', wanted],
    queryFn: () => take(api.GET('/api/v1/numbers/find', { params: { query: { text: wanted } } })),
    enabled: wanted !== '',
  })
  return (
    <Panel title={text.numbers.find}>
      <Input.Search
        aria-label={text.numbers.find}
        allowClear
        style={{ maxWidth: 420 }}
        onSearch={(value) => setWanted(value.trim())}
      />
      <ErrorNote problem={found.error} onRetry={() => void found.refetch()} />
      {found.data?.length === 0 && <p className="note">{text.numbers.notFound}</p>}
      {found.data?.map((one) => (
        <p key={`${one.record}/${one.text}`}>
          <Link to={numberPlace(one.record, one.kind)}>{one.text}</Link>{' '}
          <Tag>{one.standing}</Tag>
          {one.in_force != null && text.numbers.now(one.in_force)}
        </p>
      ))}
    </Panel>
  )
}
