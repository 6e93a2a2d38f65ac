import type { Lifecycle } from '../api/reference'
import type { RecordCard } from '../api/types'

/** Why an act is not offered on a record: for want of a key, for where it stands, by a rule, or for another reason. */
export type WhyNot = { by: 'key' } | { by: 'status' } | { by: 'rule'; reason: string } | { by: 'other' }

/**
 * What the relay would answer to an act that it does not allow on a hazard, as far as the card and the table tell;
 * nothing where it allows it.
 */
export function whyNot(
  card: Pick<RecordCard, 'status' | 'life_threat' | 'urged' | 'allowed_actions' | 'own_key_actions'>,
  action: string,
  hasKey: boolean,
  table: Lifecycle | undefined,
): WhyNot | undefined {
  if (card.allowed_actions.includes(action)) return undefined
  if (card.own_key_actions.includes(action)) return hasKey ? undefined : { by: 'key' }
  const rows = table?.rows.filter((row) => row.event === action) ?? []
  if (rows.length > 0 && !rows.some((row) => row.from.includes(card.status))) return { by: 'status' }
  if (action === 'urged' && card.urged) return { by: 'rule', reason: 'urged_before' }
  if (action === 'urged' && card.life_threat) return { by: 'rule', reason: 'life_threat_goes_up' }
  if (action === 'escalated' && card.status === 'urged') return { by: 'rule', reason: 'urge_still_runs' }
  if (action === 'escalated' && card.status === 'overdue' && card.life_threat) return { by: 'rule', reason: 'urge_first' }
  return { by: 'other' }
}
