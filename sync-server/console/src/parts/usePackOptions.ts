import { useReference } from '../api/queries'
import type { Named } from '../api/reference'
import { useStore } from '../api/store'
import { language } from '../text/language'

/** What can be chosen of a list of the policy pack. */
export interface PackOption {
  value: string
  label: string
}

/** Lists of the policy pack as choices, in the language in use. */
export function usePackOptions(): { departments: PackOption[]; categories: PackOption[]; grades: PackOption[] } {
  const of = useStore(language)
  const reference = useReference()
  const option = (value: string, named: Named): PackOption => ({
    value,
    label: of === 'zh' ? named.zh : (named.en ?? named.zh),
  })
  return {
    departments: Object.entries(reference?.departments ?? {}).map(([code, one]) => option(code, one)),
    categories: (reference?.categories ?? []).map((one) => option(one.id, one)),
    grades: (reference?.grades ?? []).map((one) => option(one.id, one)),
  }
}
