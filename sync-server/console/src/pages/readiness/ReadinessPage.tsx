import { Navigate, useParams } from 'react-router'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { useText } from '../../text/language'
import { Assets } from './Assets'
import { Fittings } from './Fittings'
import { Letters } from './Letters'
import { Transfers } from './Transfers'
import { Warnings } from './Warnings'

/** How ready the township is: warnings, transfers, facilities, fittings, letters. */
export default function ReadinessPage() {
  const text = useText()
  const { tab } = useParams()
  const parts = [
    { key: 'warnings', label: text.readiness.warnings, children: <Warnings /> },
    { key: 'transfers', label: text.readiness.transfers, children: <Transfers /> },
    { key: 'assets', label: text.readiness.assets, children: <Assets /> },
    { key: 'fittings', label: text.readiness.fittings, children: <Fittings /> },
    { key: 'letters', label: text.readiness.letters, children: <Letters /> },
  ]
  const shown = parts.find((one) => one.key === tab)
  return (
    <div className="page">
      <PageHead title={text.readiness.title} />
      <PageTabs
        label={text.readiness.title}
        items={parts.map((one) => ({ to: `/readiness/${one.key}`, label: one.label }))}
      />
      {shown === undefined && <Navigate to="/readiness/warnings" replace />}
      {shown?.children}
    </div>
  )
}
