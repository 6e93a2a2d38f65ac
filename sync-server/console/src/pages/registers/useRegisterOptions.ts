import { useQuery } from '@tanstack/react-query'
import { useReference } from '../../api/queries'
import { registerRowsQuery } from '../../api/registerRows'
import { delegatedPowers, namedPowers, stationClasses } from '../../logic/registerOptions'
import type { PackOption } from '../../parts/usePackOptions'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

const POWERS = new Set(['powers', 'delegated_powers'])

/** The choices of a list that registers have of their own; nothing if it is none of these. */
export function useRegisterOptions(list: string | undefined): PackOption[] | undefined {
  const text = useText()
  const word = useWord()
  const reference = useReference()
  const needsRows = list !== undefined && POWERS.has(list)
  const rows = useQuery({ ...registerRowsQuery('delegated_power'), enabled: needsRows }).data ?? []
  if (list === 'station_classes') {
    return stationClasses(reference?.staffing, (kind, name) => text.condition.kindOf(word('station_kind', kind), name))
  }
  if (list === 'town_classes') {
    return (reference?.staffing?.town_classes ?? []).map((code) => ({ value: code, label: text.condition.townClass(code) }))
  }
  if (list === 'fire_stations') {
    return (reference?.staffing?.fire_stations ?? []).map((one) => ({ value: one.id, label: one.zh }))
  }
  const delegated = delegatedPowers(rows.map((row) => row.entry))
  if (list === 'delegated_powers') return delegated
  if (list === 'powers') return namedPowers(delegated, reference)
  return undefined
}
