import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { peopleQuery } from '../../api/people'

/** Chooses a person of those that one manages. */
export function PersonChoice(props: {
  label: string
  id?: string
  value?: string
  onChange?: (person: string) => void
}) {
  const manages = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: manages })
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      placeholder={props.label}
      loading={people.isFetching}
      value={props.value === undefined || props.value === '' ? null : props.value}
      showSearch={{ optionFilterProp: 'label' }}
      options={(people.data ?? []).map((one) => ({
        value: one.id,
        label: [one.name, one.organization].filter(Boolean).join(' · '),
      }))}
      onChange={(value: string | null) => props.onChange?.(value ?? '')}
    />
  )
}
