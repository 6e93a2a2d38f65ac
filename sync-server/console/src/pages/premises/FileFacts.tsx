import type { Content } from '../../api/types'
import { textOf } from '../../logic/answers'
import { placeOf, placeText } from '../../logic/distance'
import { Facts } from '../../parts/Facts'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

const APART = ['name', 'category', 'village', 'latitude_microdegrees', 'longitude_microdegrees']

/** What stands in the file of a premises, in the words of the rules. */
export function FileFacts({ content }: { content: Content }) {
  const text = useText()
  const word = useWord()
  const place = placeOf(content)
  const value = (of: Content[string]): string => {
    if (of === true) return text.yes
    if (of === false) return text.no
    return textOf(of)
  }
  const rows = Object.entries(content)
    .filter(([key]) => !APART.includes(key) && !key.includes('/'))
    .map(([key, one]): [string, string] => [word('field', key), value(one)])
  return (
    <Facts rows={[[text.premises.position, place === undefined ? text.photo.noPlace : placeText(place)], ...rows]} />
  )
}
