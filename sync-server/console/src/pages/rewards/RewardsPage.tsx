import { Navigate, useParams } from 'react-router'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { useText } from '../../text/language'
import { PublicRewards } from './PublicRewards'
import { WorkerRewards } from './WorkerRewards'

/** The reward ledgers: of grid workers, and of people who reported. */
export default function RewardsPage() {
  const text = useText()
  const { tab } = useParams()
  const parts = [
    { key: 'workers', label: text.rewards.workers, children: <WorkerRewards /> },
    { key: 'public', label: text.rewards.public, children: <PublicRewards /> },
  ]
  const shown = parts.find((one) => one.key === tab)
  return (
    <div className="page">
      <PageHead title={text.rewards.title} />
      <PageTabs
        label={text.rewards.title}
        items={parts.map((one) => ({ to: `/rewards/${one.key}`, label: one.label }))}
      />
      {shown === undefined && <Navigate to="/rewards/workers" replace />}
      {shown?.children}
    </div>
  )
}
