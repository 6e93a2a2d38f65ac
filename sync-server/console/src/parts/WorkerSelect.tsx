import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { peopleQuery } from '../api/people'
import { meQuery } from '../api/queries'
import { mayDo } from '../app/menu'
import { useText } from '../text/language'

/**
 * Chooses who acted first. Who works here is asked for only when it is needed: each such look is in
 * the audit log. Whoever manages no people chooses nobody.
 */
export function WorkerSelect(props: { value: string; onChange: (worker: string) => void }) {
  const text = useText()
  const manages = mayDo(useQuery(meQuery).data, ['person_manage'])
  const [opened, setOpened] = useState(false)
  const people = useQuery({ ...peopleQuery, enabled: manages && (opened || props.value !== '') })
  if (!manages) return null
  return (
    <Select
      aria-label={text.list.author}
      placeholder={text.list.author}
      allowClear
      style={{ width: 150 }}
      loading={people.isFetching}
      value={props.value || null}
      showSearch={{ optionFilterProp: 'label' }}
      options={(people.data ?? []).map((one) => ({ value: one.id, label: `${one.name} ${one.organization}`.trim() }))}
      onOpenChange={(open) => setOpened((before) => before || open)}
      onChange={(value) => props.onChange(value ?? '')}
    />
  )
}
