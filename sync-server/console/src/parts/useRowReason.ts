import { useStore } from '../api/store'
import { rowReason } from '../logic/rowReason'
import { language } from '../text/language'
import { useWord } from '../text/words'

/** What the relay says of a row of a file, in the language in use. */
export function useRowReason(): (said: string) => string {
  const of = useStore(language)
  const word = useWord()
  return (said) => {
    const { zh, en, code } = rowReason(said)
    if (of === 'zh') return zh
    const ruled = code === undefined ? undefined : word('reason', code)
    return en ?? (ruled === code ? undefined : ruled) ?? zh
  }
}
