import { Select } from 'antd'
import { useState } from 'react'

interface Option {
  value: string
  label: string
}

/** Chooses a code by its words, or takes one that is typed and stands on no list. */
export function OpenSelect(props: {
  options: Option[]
  label: string
  value?: string
  onChange?: (code: string) => void
  id?: string
}) {
  const [typed, setTyped] = useState('')
  const value = props.value ?? ''
  const isListed = (code: string): boolean => props.options.some((one) => one.value === code || one.label === code)
  const more = [...new Set([typed.trim(), value])].filter((code) => code !== '' && !isListed(code))
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      allowClear
      value={value === '' ? null : value}
      showSearch={{ optionFilterProp: 'label', onSearch: setTyped }}
      options={[...props.options, ...more.map((code) => ({ value: code, label: code }))]}
      onChange={(code: string | null) => props.onChange?.(code ?? '')}
    />
  )
}
