import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from 'react-router'
import { meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { PageHead } from '../../parts/PageHead'
import { PageTabs } from '../../parts/PageTabs'
import { useText } from '../../text/language'
import { Powers } from './Powers'
import { Quotas } from './Quotas'
import { Staffing } from './Staffing'
import { Training } from './Training'

/** Who is there, who is trained, and what enforcement owes and may do. */
export default function StaffingPage() {
  const text = useText()
  const { tab } = useParams()
  const me = useQuery(meQuery).data
  const all = [
    { key: 'staffing', needs: 'person_manage', label: text.staffing.staffing, children: <Staffing /> },
    { key: 'training', needs: 'person_manage', label: text.staffing.training, children: <Training /> },
    { key: 'quotas', needs: 'record_read', label: text.staffing.quotas, children: <Quotas /> },
    { key: 'powers', needs: 'record_read', label: text.staffing.powers, children: <Powers /> },
  ]
  const items = all.filter((one) => mayDo(me, [one.needs]))
  const shown = items.find((one) => one.key === tab) ?? items[0]
  return (
    <div className="page">
      <PageHead title={text.staffing.title} />
      <PageTabs
        label={text.staffing.title}
        items={items.map((one) => ({ to: `/staffing/${one.key}`, label: one.label }))}
      />
      {shown !== undefined && shown.key !== tab && <Navigate to={`/staffing/${shown.key}`} replace />}
      {shown?.children}
    </div>
  )
}
