import { useText } from '../text/language'
import { useWord } from '../text/words'

/** Why something took no effect, in words; a code of a later version has none, and is shown to nobody. */
export function useReason(): (code: string | null | undefined) => string {
  const text = useText()
  const word = useWord()
  return (code) => {
    const said = word('reason', code ?? '')
    return said === '' || said === code ? text.problem.unexplained : said
  }
}
