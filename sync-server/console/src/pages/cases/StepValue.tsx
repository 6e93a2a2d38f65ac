import type { AskedField } from '../../api/reference'
import { useReference } from '../../api/queries'
import { useStore } from '../../api/store'
import { RecordName } from '../../parts/RecordName'
import { language } from '../../text/language'
import type { Lists } from './casesQuery'

/** What a step said in a field: a code by its word, a record by its name. */
export function StepValue(props: { field: AskedField | undefined; value: string; lists: Lists }) {
  const { field, value } = props
  const of = useStore(language)
  const departments = useReference()?.departments ?? {}
  if (field?.link !== undefined) return <RecordName id={value} />
  const name = field?.list ?? field?.among
  if (name === undefined) return value
  const word = (code: string): string => {
    const entry = name === 'departments' ? departments[code] : props.lists[name]?.find((one) => one.code === code)
    if (entry === undefined) return code
    return of === 'zh' ? entry.zh : (entry.en ?? entry.zh)
  }
  return field?.many === true ? value.split(',').map(word).join('、') : word(value)
}
