import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { listPage, type ListName } from '../api/lists'
import { useText } from '../text/language'

const PAUSE_MS = 250

/** Chooses a record of a list by words in it. */
export function RecordSelect(props: {
  name: ListName
  placeholder: string
  value?: string
  onChange?: (record: string) => void
  id?: string
}) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const waiting = setTimeout(() => setAsked(typed.trim()), PAUSE_MS)
    return () => clearTimeout(waiting)
  }, [typed])
  const found = useQuery({
    queryKey: ['list', props.name, 'choice', asked],
    queryFn: () => listPage(props.name, { q: asked, limit: '20' }),
    placeholderData: keepPreviousData,
  })
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.placeholder}
      placeholder={props.placeholder}
      value={props.value === undefined || props.value === '' ? null : props.value}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      notFoundContent={found.isPending ? text.loading : text.nothing}
      options={(found.data?.items ?? []).map((item) => ({
        value: item.id,
        label: [item.title, item.detail || item.premises_name, item.grid_name].filter(Boolean).join(' · '),
      }))}
      onChange={(value: string | null) => props.onChange?.(value ?? '')}
    />
  )
}
