import { dayText } from '../logic/time'
import { useNow } from './useNow'

/** Names a file by what it holds and the relay's day, e.g. `隐患台账-2026-09-08.xlsx`. */
export function useDatedName(): (what: string, ending: string) => string {
  const now = useNow()
  return (what, ending) => `${[what, now === undefined ? '' : dayText(now)].filter((it) => it !== '').join('-')}.${ending}`
}
