import type { Content } from '../../api/types'
import { textOf } from '../../logic/answers'
import { placeOf, placeText } from '../../logic/distance'
import { areaText } from '../../logic/area'
import { dayText } from '../../logic/time'
import { Facts } from '../../parts/Facts'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

const APART = ['name', 'category', 'village', 'latitude_microdegrees', 'longitude_microdegrees']

/** Fields that hold a code, with the group of its words. */
const CODES: Record<string, string> = { structure: 'structure', gas_kind: 'gas_kind', sub_type: 'sub_type', credit_grade: 'credit' }

/** What stands in the file of a premises, in the words of the rules. */
export function FileFacts({ content }: { content: Content }) {
  const text = useText()
  const word = useWord()
  const place = placeOf(content)
  const value = (key: string, of: Content[string]): string => {
    const group = CODES[key]
    if (group !== undefined) return word(group, textOf(of))
    const area = areaText(key, of)
    if (area !== undefined) return area
    if (key.endsWith('_minutes') && typeof of === 'number') return text.premises.minutes(of)
    if (key.endsWith('_ms') && typeof of === 'number') return dayText(of)
    if (key.endsWith('_m') && typeof of === 'number') return text.photo.meters(of)
    if (of === true) return text.yes
    if (of === false) return text.no
    return textOf(of)
  }
  const rows = Object.entries(content)
    .filter(([key]) => !APART.includes(key) && !key.includes('/'))
    .map(([key, one]): [string, string] => [word('field', key), value(key, one)])
  return (
    <Facts rows={[[text.premises.position, place === undefined ? text.photo.noPlace : placeText(place)], ...rows]} />
  )
}
