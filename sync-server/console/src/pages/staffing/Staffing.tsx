import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { ApiProblem, take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { dayText } from '../../logic/time'
import { DayPick } from '../../parts/DayPick'
import { ErrorNote } from '../../parts/ErrorNote'
import { Tiles } from '../../parts/Tiles'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'
import { Roster } from './Roster'
import { StaffingLines, type StaffingLine } from './StaffingLines'

/** People asked for and people there, of a township on a day. */
export function Staffing() {
  const text = useText()
  const now = useNow()
  const townships = (useQuery(gridsQuery).data ?? []).filter((grid) => grid.level === 'large')
  const [chosen, setChosen] = useState<string>()
  const [day, setDay] = useState('')
  const township = chosen ?? townships[0]?.id ?? ''
  const on = day === '' && now !== undefined ? dayText(now) : day
  const staffing = useQuery({
    queryKey: ['staffing', township, on],
    queryFn: () => take(api.GET('/api/v1/staffing', { params: { query: { township, on } } })),
    enabled: township !== '' && on !== '',
    retry: false,
  })
  const noProfile = staffing.error instanceof ApiProblem && staffing.error.code === 'station_profile_missing'
  const report = staffing.data?.report as unknown as { lines: StaffingLine[] } | undefined
  return (
    <>
      <p className="note">{text.staffing.staffingHint}</p>
      <div className="filters">
        <Select
          aria-label={text.staffing.township}
          style={{ width: 200 }}
          value={township === '' ? null : township}
          options={townships.map((grid) => ({ value: grid.id, label: grid.name }))}
          onChange={setChosen}
        />
        <DayPick label={text.staffing.on} value={on} onChange={setDay} />
      </div>
      <ErrorNote problem={staffing.error} onRetry={() => void staffing.refetch()} />
      {noProfile && (
        <p>
          <Link to="/registers/station_profile">{text.staffing.toProfile}</Link>
        </p>
      )}
      {report !== undefined && (
        <>
          <Tiles items={[[text.staffing.short, staffing.data?.short ?? 0, 'hot']]} />
          <StaffingLines lines={report.lines} />
        </>
      )}
      <Roster township={township} />
    </>
  )
}
