import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { recordQuery } from '../api/queries'
import { listPage, type ListName } from '../api/lists'
import type { ListItem } from '../api/types'
import { useText } from '../text/language'

const PAUSE_MS = 250

/** Chooses a record of a list by words in it. */
export function RecordSelect(props: {
  name: ListName
  placeholder: string
  /** What it is called, where its field has a name. */
  label?: string
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
  const items = found.data?.items ?? []
  const value = props.value ?? ''
  // What was chosen earlier may be none of what is found now: it keeps its name.
  const isElsewhere = value !== '' && !items.some((item) => item.id === value)
  const chosen = useQuery({ ...recordQuery(value), enabled: isElsewhere, retry: false }).data
  const shown: ListItem[] = isElsewhere && chosen !== undefined ? [chosen, ...items] : items
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label ?? props.placeholder}
      placeholder={props.placeholder}
      value={value === '' ? null : value}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      notFoundContent={found.isPending ? text.loading : text.nothing}
      options={shown.map((item) => ({
        value: item.id,
        label: [...new Set([item.title, item.premises_name, item.detail, item.grid_name])].filter(Boolean).join(' · '),
      }))}
      onChange={(value: string | null) => props.onChange?.(value ?? '')}
    />
  )
}
