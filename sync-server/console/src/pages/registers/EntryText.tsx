import { useQuery } from '@tanstack/react-query'
import { gridsQuery, meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { conditionWords } from '../../logic/condition'
import { entryWords } from '../../logic/entryWords'
import { usePackOptions } from '../../parts/usePackOptions'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { peopleQuery } from '../../api/people'
import { casesQuery } from '../cases/casesQuery'

/** What an entry holds, by the names and codes that it may name. */
function useKnown(): (code: string) => string | undefined {
  const word = useWord()
  const text = useText()
  const { departments, categories, grades } = usePackOptions()
  const grids = useQuery(gridsQuery).data ?? []
  const lists = useQuery(casesQuery).data?.lists ?? {}
  const manages = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: manages }).data ?? []
  const names = new Map<string, string>([
    ...Object.values(lists).flatMap((list) => list.map((one): [string, string] => [one.code, one.zh])),
    ...[...departments, ...categories, ...grades].map((one): [string, string] => [one.value, one.label]),
    ...grids.map((one): [string, string] => [one.id, one.name]),
    ...people.map((one): [string, string] => [one.id, one.name]),
  ])
  const factWord = (fact: string): string | undefined =>
    ['fact_count', 'fact_flag'].map((group) => word(group, fact)).find((said) => said !== fact)
  return (code) => {
    const [group = '', name = ''] = code.includes('.') ? code.split('.', 2) : ['role', code]
    const said = word(group, name)
    return names.get(code) ?? (said === name ? conditionWords(code, factWord, text.condition) : said)
  }
}

/** An entry of a register as names and values; `names` are those of its own sheet or form. */
export function EntryText({ entry, names = {} }: { entry: unknown; names?: Record<string, string> }) {
  const text = useText()
  const word = useWord()
  const known = useKnown()
  if (typeof entry !== 'object' || entry === null) return <span>{entryWords(entry, known, text)}</span>
  return (
    <div style={{ maxWidth: 420 }}>
      {Object.entries(entry).map(([name, value]) => (
        <div key={name}>
          <span className="note">{names[name] ?? word('field', name)}</span> {entryWords(value, known, text)}
        </div>
      ))}
    </div>
  )
}
