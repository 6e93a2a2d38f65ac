import type { Grant } from '../logic/grants'
import { dayText } from '../logic/time'
import { useText } from '../text/language'
import { useWord } from '../text/words'

/** A grant in words: role, area, and until when. */
export function useGrantText(): (grant: Grant) => string {
  const text = useText()
  const word = useWord()
  return (grant) =>
    [
      word('role', grant.role),
      grant.place,
      grant.until == null ? '' : text.admin.till(dayText(grant.until - 1)),
    ]
      .filter((part) => part !== '')
      .join(' · ')
}
