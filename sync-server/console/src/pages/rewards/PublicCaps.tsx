import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { yuanText } from '../../logic/money'
import { Facts } from '../../parts/Facts'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

interface Rules {
  reward?: {
    tariff: { code: string; zh: string; fen: number }[]
    person_year_fen: number
    budget_year_fen: number
    claim_within_days: number
  }
}

/** What a report earns and the caps, where the township has set them. */
export function PublicCaps() {
  const text = useText()
  const rules = useQuery({
    queryKey: ['registers', 'public_report_rule'],
    queryFn: () =>
      take(api.GET('/api/v1/registers/{register}', { params: { path: { register: 'public_report_rule' } } })),
    retry: false,
  })
  const entry = rules.data?.at(-1)?.entry as unknown as Rules | undefined
  const reward = entry?.reward
  if (reward === undefined) return <p className="note">{text.rewards.capsHint}</p>
  return (
    <Panel title={text.rewards.caps}>
      <Facts
        rows={[
          ...reward.tariff.map((one): [string, string] => [one.zh, text.rewards.yuan(yuanText(one.fen))]),
          [text.rewards.personYear, text.rewards.yuan(yuanText(reward.person_year_fen))],
          [text.rewards.budgetYear, text.rewards.yuan(yuanText(reward.budget_year_fen))],
          [text.rewards.claimWithin, text.rewards.days(reward.claim_within_days)],
        ]}
      />
    </Panel>
  )
}
