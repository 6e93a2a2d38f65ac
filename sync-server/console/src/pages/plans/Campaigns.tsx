import { useQuery } from '@tanstack/react-query'
import { Select, Tag } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { dayText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { Nothing } from '../../parts/Nothing'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'
import { CampaignProgress } from './CampaignProgress'
import { campaignsQuery } from './campaignsQuery'

/** The campaigns, and how one of them stands. */
export function Campaigns() {
  const text = useText()
  const [search, setSearch] = useSearchParams()
  const now = useNow()
  const campaigns = useQuery(campaignsQuery)
  const list = campaigns.data ?? []
  const chosen = list.find((one) => one.key === search.get('key')) ?? list[0]
  const today = now === undefined ? '' : dayText(now)
  const state = (from: string, until: string): string =>
    today < from ? text.plans.upcoming : until !== '' && today > until ? text.plans.ended : text.plans.running
  return (
    <>
      <p className="note">{text.plans.campaignsHint}</p>
      <ErrorNote problem={campaigns.error} onRetry={() => void campaigns.refetch()} />
      {campaigns.data !== undefined && list.length === 0 && (
        <Panel>
          <Nothing words={text.plans.noCampaigns}>
            <Link to="/registers/campaign">{text.plans.setThere}</Link>
          </Nothing>
        </Panel>
      )}
      {chosen !== undefined && (
        <>
          <div className="filters" style={{ alignItems: 'center' }}>
            <Select
              aria-label={text.plans.choose}
              style={{ width: 280, maxWidth: '100%' }}
              value={chosen.key}
              showSearch={{ optionFilterProp: 'label' }}
              options={list.map((one) => ({ value: one.key, label: one.name }))}
              onChange={(key) => setSearch({ key })}
            />
            {today !== '' && <Tag color="blue">{state(chosen.from, chosen.until)}</Tag>}
            <span className="note num">{text.plans.period(chosen.from, chosen.until)}</span>
          </div>
          {chosen.text !== '' && <p>{chosen.text}</p>}
          <CampaignProgress campaign={chosen.key} />
        </>
      )}
    </>
  )
}
