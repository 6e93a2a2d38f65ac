import { useText } from '../text/language'
import { useReason } from './useReason'

/** Why a row of a file was refused, in words. */
export function useRefusalWord(): (code: string) => string {
  const text = useText()
  const reason = useReason()
  return (code) => text.lists.refusals[code] ?? reason(code)
}
