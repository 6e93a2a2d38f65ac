import { Input } from 'antd'
import { useState } from 'react'
import { useText } from '../text/language'

/** Searches a list once it is asked to; what is reset elsewhere is reset here too. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const text = useText()
  const [searched, setSearched] = useState(value)
  const [typed, setTyped] = useState(value)
  if (searched !== value) {
    setSearched(value)
    setTyped(value)
  }
  return (
    <Input.Search
      aria-label={text.search}
      placeholder={text.search}
      allowClear
      style={{ width: 200 }}
      maxLength={64}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={onSearch}
    />
  )
}
