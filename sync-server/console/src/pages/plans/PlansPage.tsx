import { Navigate, useParams } from 'react-router'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { useText } from '../../text/language'
import { AgencyPlan } from './AgencyPlan'
import { Campaigns } from './Campaigns'
import { Candidates } from './Candidates'
import { DeadlineAlerts } from './DeadlineAlerts'
import { JointVisits } from './JointVisits'
import { Census } from './Census'
import { NextVisits } from './NextVisits'
import { WeeklyRollups } from './WeeklyRollups'

/** What is to be visited: by campaign, by agency, by proposal; and whose deadline draws near. */
export default function PlansPage() {
  const text = useText()
  const { tab } = useParams()
  const parts = [
    { key: 'campaigns', label: text.plans.campaigns, children: <Campaigns /> },
    { key: 'agencies', label: text.plans.agencies, children: <AgencyPlan /> },
    { key: 'joint', label: text.plans.joint, children: <JointVisits /> },
    { key: 'next', label: text.plans.next, children: <NextVisits /> },
    { key: 'census', label: text.plans.census, children: <Census /> },
    { key: 'candidates', label: text.lists.candidates, children: <Candidates /> },
    { key: 'alerts', label: text.plans.alerts, children: <DeadlineAlerts /> },
    { key: 'weekly', label: text.plans.weekly, children: <WeeklyRollups /> },
  ]
  const shown = parts.find((one) => one.key === tab)
  return (
    <div className="page">
      <PageHead title={text.plans.title} />
      <PageTabs
        label={text.plans.title}
        items={parts.map((one) => ({ to: `/plans/${one.key}`, label: one.label }))}
      />
      {shown === undefined && <Navigate to="/plans/campaigns" replace />}
      {shown?.children}
    </div>
  )
}
