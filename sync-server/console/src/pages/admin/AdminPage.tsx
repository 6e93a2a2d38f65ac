import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from 'react-router'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { useText } from '../../text/language'
import { AuditExport } from './AuditExport'
import { Credentials } from './Credentials'
import { Devices } from './Devices'
import { Dictionary } from './Dictionary'
import { Exchange } from './Exchange'
import { Grids } from './Grids'
import { OrganizationGaps } from './OrganizationGaps'
import { People } from './People'
import { Policy } from './Policy'
import { PremisesImport } from './PremisesImport'
import { QuarantineList } from './QuarantineList'

/** Tabs that one of several operations opens. */
const ANY: Record<string, string[]> = {
  policy_any: ['policy_activate', 'grid_manage', 'log_read'],
  // Who runs the relay manages grids without reading what is found in them.
  grids_any: ['record_read', 'grid_manage'],
}

/** People, phones, certificates, grids, the policy pack, and what was set apart. */
export default function AdminPage() {
  const text = useText()
  const { tab } = useParams()
  const me = useQuery(meQuery).data
  const all = [
    { key: 'people', needs: 'person_manage', label: text.admin.people, children: <People /> },
    { key: 'credentials', needs: 'person_manage', label: text.admin.credentials, children: <Credentials /> },
    { key: 'devices', needs: 'device_manage', label: text.admin.devices, children: <Devices /> },
    { key: 'grids', needs: 'grids_any', label: text.admin.grids, children: <Grids /> },
    { key: 'organization', needs: 'grid_manage', label: text.admin.organization, children: <OrganizationGaps /> },
    { key: 'imports', needs: 'premises_create', label: text.imports.title, children: <PremisesImport /> },
    { key: 'exchange', needs: 'ledger_export', label: text.lists.exchange, children: <Exchange /> },
    { key: 'quarantine', needs: 'quarantine_admit', label: text.admin.quarantine, children: <QuarantineList /> },
    { key: 'audit', needs: 'log_read', label: text.care.audit, children: <AuditExport /> },
    { key: 'dictionary', needs: 'record_read', label: text.care.dictionary, children: <Dictionary /> },
    { key: 'policy', needs: 'policy_any', label: text.admin.policy, children: <Policy /> },
  ]
  const items = all.filter((one) => mayDo(me, ANY[one.needs] ?? [one.needs]))
  const shown = items.find((one) => one.key === tab) ?? items[0]
  return (
    <div className="page">
      <PageHead title={text.admin.title} />
      <PageTabs
        label={text.admin.title}
        items={items.map((one) => ({ to: `/admin/${one.key}`, label: one.label }))}
      />
      {tab === undefined && shown !== undefined && <Navigate to={`/admin/${shown.key}`} replace />}
      {shown?.children}
    </div>
  )
}
