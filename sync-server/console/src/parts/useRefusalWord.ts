import { useText } from '../text/language'
import { useWord } from '../text/words'

/** Why a row of a file was refused, in words; a reason without words is shown as it is. */
export function useRefusalWord(): (code: string) => string {
  const text = useText()
  const word = useWord()
  return (code) => text.lists.refusals[code] ?? word('reason', code)
}
