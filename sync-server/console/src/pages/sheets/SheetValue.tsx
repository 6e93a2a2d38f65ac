import { useQuery } from '@tanstack/react-query'
import { gridsQuery, meQuery, useReference } from '../../api/queries'
import type { SheetField } from '../../api/sheets'
import { mayDo } from '../../app/menu'
import { RecordName } from '../../parts/RecordName'
import { useText } from '../../text/language'
import { peopleQuery } from '../../api/people'
import { casesQuery } from '../cases/casesQuery'

/** What an entry says in a field, in words: ids by the names of what they stand for. */
export function SheetValue({ field, value }: { field: SheetField; value: unknown }) {
  const text = useText()
  const grids = useQuery(gridsQuery).data ?? []
  const lists = useQuery(casesQuery).data?.lists ?? {}
  const departments = useReference()?.departments ?? {}
  const manages = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: manages && field.kind.startsWith('pe') }).data ?? []
  if (value === undefined || value === null || value === '') return <span className="note">—</span>
  if (field.kind === 'flag') return value === true ? text.yes : text.no
  if (field.kind === 'record') return <RecordName id={String(value)} />
  const word = (one: unknown): string => {
    const code = String(one)
    if (field.kind.startsWith('grid')) return grids.find((grid) => grid.id === code)?.name ?? code.slice(0, 8)
    if (field.kind === 'person' || field.kind === 'people') {
      return people.find((person) => person.id === code)?.name ?? code.slice(0, 8)
    }
    if (!field.kind.startsWith('code')) return code
    if (field.list === 'departments') return departments[code]?.zh ?? code
    return lists[field.list ?? '']?.find((entry) => entry.code === code)?.zh ?? code
  }
  const words = Array.isArray(value) ? value.map(word).join('、') : word(value)
  return <div style={{ maxWidth: 260 }}>{words}</div>
}
