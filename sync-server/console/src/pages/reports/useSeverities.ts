import { useQuery } from '@tanstack/react-query'
import { useStore } from '../../api/store'
import { language } from '../../text/language'
import { casesQuery } from '../cases/casesQuery'

/** The severities of reports, as the policy pack lists them. */
export function useSeverities(): { value: string; label: string }[] {
  return useCodes('report_severities')
}

/** The entries of a list of the policy pack, in the language in use. */
export function useCodes(list: string): { value: string; label: string }[] {
  const of = useStore(language)
  const lists = useQuery(casesQuery).data?.lists ?? {}
  return (lists[list] ?? []).map((one) => ({
    value: one.code,
    label: of === 'zh' ? one.zh : (one.en ?? one.zh),
  }))
}
