import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { Navigate, useNavigate, useParams } from 'react-router'
import { sheetsQuery } from '../../api/sheets'
import { ErrorNote } from '../../parts/ErrorNote'
import { PageHead } from '../../parts/PageHead'
import { useText } from '../../text/language'
import { SheetView } from './SheetView'

/** The sheets, and how one of them stands. */
export default function SheetsPage() {
  const text = useText()
  const navigate = useNavigate()
  const { tab } = useParams()
  const sheets = useQuery(sheetsQuery)
  const all = Object.entries(sheets.data ?? {})
  const first = all[0]?.[0]
  const rule = tab === undefined ? undefined : sheets.data?.[tab]
  return (
    <div className="page">
      <PageHead title={text.sheets.title}>
        <Select
          aria-label={text.sheets.choose}
          style={{ width: 280, maxWidth: '100%' }}
          value={tab ?? null}
          showSearch={{ optionFilterProp: 'label' }}
          options={all.map(([name, one]) => ({ value: name, label: one.zh }))}
          onChange={(name) => void navigate(`/sheets/${name}`)}
        />
      </PageHead>
      <p className="note">{text.sheets.hint}</p>
      <ErrorNote problem={sheets.error} onRetry={() => void sheets.refetch()} />
      {rule === undefined && first !== undefined && <Navigate to={`/sheets/${first}`} replace />}
      {rule !== undefined && tab !== undefined && <SheetView key={tab} name={tab} rule={rule} />}
    </div>
  )
}
